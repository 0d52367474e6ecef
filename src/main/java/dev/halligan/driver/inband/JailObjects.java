package dev.halligan.driver.inband;

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
final class JailObjects {
  static final String NAME = "halligan-jail";

  /** Label of the jail in the target cluster: the FlowSchema and its priority level. */
  private static final String LABEL = "halligan.dev/jail";

  /** On the jail: what it is and how to remove it by hand. */
  private static final String ABOUT = "halligan.dev/about";

  private static final String WORDS =
      "Halligan rejects these users' requests while a recovery removes their workload, and then"
          + " deletes this. If no recovery is running, delete it by hand: kubectl delete"
          + " flowschema,prioritylevelconfiguration "
          + NAME;

  /**
   * 1 is reserved for the schema exempt. Among schemas with the same precedence, the lesser name
   * wins; probes, which also has 2, comes after ours.
   */
  private static final int BEFORE_ALL_BUT_EXEMPT = 2;

  private static final String ALL = "*";

  private JailObjects() {}

  static boolean isOurs(HasMetadata found) {
    var labels = found.getMetadata().getLabels();
    return labels != null && labels.containsKey(LABEL);
  }

  /** Whether this is our schema and matches exactly these users; false for null. */
  static boolean holds(FlowSchema found, JailedUsers inmates) {
    return found != null && isOurs(found) && found.getSpec().equals(schema(inmates).getSpec());
  }

  /**
   * No seats, none lent or borrowed, and a queue of one that is never served: a request in it gets
   * 429 after 15 s, all others immediately. Without a queue (Reject), an API server still serves
   * one request after another, however few seats there are.
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

  /** Matches every request of these users. */
  static FlowSchema schema(JailedUsers inmates) {
    return new FlowSchemaBuilder()
        .withMetadata(metadata())
        .withNewSpec()
        .withMatchingPrecedence(BEFORE_ALL_BUT_EXEMPT)
        .withNewPriorityLevelConfiguration(NAME)
        .addNewRule()
        .withSubjects(inmates.users().stream().map(JailObjects::subject).toList())
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
