package dev.halligan.recovery.action.isolation;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.List;

/**
 * What Isolate remembers of its fence; lists are empty and times null until they are known.
 *
 * @param admins the administrators that the fence admits
 * @param refusedAdmins an edit of them that would have locked Halligan out
 * @param callers Halligan's own addresses that the fence admits for this recovery only
 * @param raising whether a lost fence is on its way up again
 * @param checkedAt when it was last checked whether the fence holds
 * @param repairedAt when its rules were last restored
 * @param alarmedAt when people were told that the fence rejects nobody
 * @param blockedSince since when administrators have been turned away
 * @param deaf hosts that accept connections while SSH does not answer
 * @param done the step's message, without later news
 * @param unfenced why there is no fence
 * @param unfencedAt when that was found
 */
@RecordBuilder
record FenceProgress(
    List<String> admins,
    List<String> refusedAdmins,
    List<String> callers,
    boolean raising,
    Instant checkedAt,
    Instant repairedAt,
    Instant alarmedAt,
    Instant blockedSince,
    List<String> deaf,
    String done,
    String unfenced,
    Instant unfencedAt)
    implements FenceProgressBuilder.With {

  FenceProgress {
    admins = admins == null ? List.of() : List.copyOf(admins);
    refusedAdmins = refusedAdmins == null ? List.of() : List.copyOf(refusedAdmins);
    callers = callers == null ? List.of() : List.copyOf(callers);
    deaf = deaf == null ? List.of() : List.copyOf(deaf);
  }

  static FenceProgress none() {
    return FenceProgressBuilder.builder().build();
  }
}
