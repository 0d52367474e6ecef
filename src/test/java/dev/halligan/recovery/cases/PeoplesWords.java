package dev.halligan.recovery.cases;

import dev.halligan.api.v1alpha1.ObjectReference;
import dev.halligan.api.v1alpha1.RecoveryRequestSpec;
import dev.halligan.recovery.fake.FakeCluster;
import dev.halligan.recovery.record.RequestAnnotations;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What people have written so far: the request with its annotations, and the cluster's spec. */
final class PeoplesWords {
  private final Script.Asked asked;
  private final FakeCluster world;
  private final Map<String, String> annotations = new TreeMap<>();
  private boolean asksApproval;
  private boolean aborted;

  PeoplesWords(Script.Asked asked, FakeCluster world) {
    this.asked = asked;
    this.world = world;
  }

  void take(Script.Person said) {
    asksApproval = said.asksApproval() == null ? asksApproval : said.asksApproval();
    aborted |= Boolean.TRUE.equals(said.aborts());
    world.pauses = said.pauses() == null ? world.pauses : said.pauses();
    world.admins = said.admins() == null ? world.admins : said.admins();
    annotate(RequestAnnotations.APPROVED_BY, said.approvedBy());
    annotate(RequestAnnotations.APPROVE_STEP, said.approves());
    annotate(RequestAnnotations.RETRY_STEP, said.retries());
    annotate(RequestAnnotations.SKIP_STEP, said.skips());
    annotate(RequestAnnotations.CULPRIT, said.culprit());
    List<String> withdrawn = said.withdraws() == null ? List.of() : said.withdraws();
    withdrawn.forEach(name -> annotations.remove("halligan.dev/" + name));
  }

  private void annotate(String name, String value) {
    if (value != null) {
      annotations.put(name, value);
    }
  }

  RecoveryRequestSpec request() {
    return new RecoveryRequestSpec(
        new ObjectReference("eu-1"),
        null,
        "it is down",
        asked.dryRun(),
        asked.culprit(),
        aborted,
        null);
  }

  RequestAnnotations annotations() {
    return RequestAnnotations.of(asksApproval, annotations);
  }
}
