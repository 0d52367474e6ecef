package dev.halligan.control.jail;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.flowcontrol.v1.FlowSchema;
import io.fabric8.kubernetes.api.model.flowcontrol.v1.FlowSchemaBuilder;
import io.fabric8.kubernetes.api.model.flowcontrol.v1.PriorityLevelConfiguration;
import io.fabric8.kubernetes.api.model.flowcontrol.v1.PriorityLevelConfigurationBuilder;
import io.fabric8.kubernetes.api.model.flowcontrol.v1.Subject;
import io.fabric8.kubernetes.api.model.flowcontrol.v1.SubjectBuilder;

/** The two objects of API Priority and Fairness that make a jail. */
final class Cell {
  static final String NAME = "halligan-jail";

  private static final String LABEL = "halligan.dev/jail";
  private static final String ABOUT = "halligan.dev/about";
  private static final String WORDS =
      "Halligan rejects these users' requests while a recovery removes their workload. It takes this"
          + " away itself; if no recovery runs, delete this and its namesake.";

  /**
   * 1 is kept for the schema exempt. Of schemas with the same precedence the lesser name wins, and
   * probes, which also has 2, comes after ours.
   */
  private static final int BEFORE_ALL_BUT_EXEMPT = 2;

  private static final String ALL = "*";

  private Cell() {}

  static boolean isOurs(HasMetadata found) {
    var labels = found.getMetadata().getLabels();
    return labels != null && labels.containsKey(LABEL);
  }

  /** Whether that is our schema, and sends exactly these here; false for null. */
  static boolean holds(FlowSchema found, Inmates inmates) {
    return found != null && isOurs(found) && found.getSpec().equals(schema(inmates).getSpec());
  }

  /**
   * No seats, none lent and none borrowed, and a queue of one from which nothing is served: who
   * stands in it is turned away with 429 after 15 s, all others at once. Without a queue (Reject)
   * an API server still serves one request after the other, however few seats there are.
   */
  static PriorityLevelConfiguration level() {
    return new PriorityLevelConfigurationBuilder()
        .withMetadata(metadata())
        .withNewSpec()
        .withType("Limited")
        .withNewLimited()
        .withNominalConcurrencyShares(0)
        .withLendablePercent(0)
        .withBorrowingLimitPercent(0)
        .withNewLimitResponse()
        .withType("Queue")
        .withNewQueuing()
        .withQueues(1)
        .withHandSize(1)
        .withQueueLengthLimit(1)
        .endQueuing()
        .endLimitResponse()
        .endLimited()
        .endSpec()
        .build();
  }

  /** Whatever these users ask for. */
  static FlowSchema schema(Inmates inmates) {
    return new FlowSchemaBuilder()
        .withMetadata(metadata())
        .withNewSpec()
        .withMatchingPrecedence(BEFORE_ALL_BUT_EXEMPT)
        .withNewPriorityLevelConfiguration(NAME)
        .addNewRule()
        .withSubjects(inmates.users().stream().map(Cell::subject).toList())
        .addNewResourceRule()
        .withVerbs(ALL)
        .withApiGroups(ALL)
        .withResources(ALL)
        .withNamespaces(ALL)
        .withClusterScope(true)
        .endResourceRule()
        .addNewNonResourceRule()
        .withVerbs(ALL)
        .withNonResourceURLs(ALL)
        .endNonResourceRule()
        .endRule()
        .endSpec()
        .build();
  }

  private static Subject subject(String user) {
    return new SubjectBuilder().withKind("User").withNewUser(user).build();
  }

  private static ObjectMeta metadata() {
    return new ObjectMetaBuilder()
        .withName(NAME)
        .addToLabels(LABEL, "true")
        .addToAnnotations(ABOUT, WORDS)
        .build();
  }
}
