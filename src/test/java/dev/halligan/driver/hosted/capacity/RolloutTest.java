package dev.halligan.driver.hosted.capacity;

import static dev.halligan.testing.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.halligan.control.ControlFailure.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RolloutTest {

  private static Rollout of(String kind, int replicas, String strategy) {
    var text = "{'kind':'%s','spec':{'replicas':%d,%s}}".formatted(kind, replicas, strategy);
    try {
      return Rollout.of(JsonMapper.builder().build().readTree(text.replace('\'', '"')));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2, 25%, 25%, true, 1",
    "3, 1, 0, true, 1",
    "2, 100%, 0, true, 2",
    "3, 0, 1, true, 0",
    "8, 0, 25%, false, 0",
    "1, 0, 100%, true, 0"
  })
  void readsADeploymentsRollingUpdate(
      int replicas, String surge, String unavailable, boolean oneByOne, int extra) {
    var rolling = "'maxSurge':'" + surge + "','maxUnavailable':'" + unavailable + "'";

    var rollout = of("Deployment", replicas, "'strategy':{'rollingUpdate':{" + rolling + "}}");

    assertThat(rollout).isEqualTo(new Rollout(oneByOne, extra));
  }

  @Test
  void recreatesOnlyWhatIsAlone() {
    assertThat(of("Deployment", 1, "'strategy':{'type':'Recreate'}").oneByOne()).isTrue();
    var all = of("Deployment", 2, "'strategy':{'type':'Recreate'}");
    assertFails(Reason.UNSUPPORTED, () -> all.check("Deployment a/b"));
  }

  @Test
  void aStatefulSetGoesInTurnUnlessItWaitsForDeletion() {
    assertThat(of("StatefulSet", 3, "'a':1")).isEqualTo(new Rollout(true, 0));
    var onDelete = of("StatefulSet", 3, "'updateStrategy':{'type':'OnDelete'}");
    assertFails(Reason.UNSUPPORTED, () -> onDelete.check("StatefulSet a/b"));
  }
}
