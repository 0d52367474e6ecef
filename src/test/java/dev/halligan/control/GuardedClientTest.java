package dev.halligan.control;

import static dev.halligan.testing.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.testing.StaleEpoch;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

class GuardedClientTest {
  private final List<String> done = new ArrayList<>();

  @Test
  void asksTheEpochBeforeItChangesAnythingAndNotToRead() {
    var lane = lane(() -> done.add("epoch") ? 7 : 0);

    lane.read("look", client -> done.add("read"));
    lane.write("change", client -> done.add("write"));

    assertThat(done).containsExactly("read", "epoch", "guard", "write");
  }

  @Test
  void aReplacedLeaderLooksButChangesNothing() {
    var lane = lane(new StaleEpoch());

    int seen = lane.read("look", client -> 1);

    assertThat(seen).isEqualTo(1);
    assertFails(Reason.STALE_EPOCH, () -> lane.write("change", client -> done.add("write")));

    assertThat(done).isEmpty();
  }

  private GuardedClient lane(Epoch epoch) {
    return new GuardedClient(() -> null, deadline -> null, new Noting(), epoch);
  }

  private final class Noting implements GuardedClient.Guard {
    @Override
    public <T> T call(Callable<T> call) throws Exception {
      done.add("guard");
      return call.call();
    }

    @Override
    public <T> T idempotent(Callable<T> call) throws Exception {
      return call.call();
    }
  }
}
