package dev.halligan.driver.node;

import static dev.halligan.testing.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.driver.node.HalliganNodes.Got;
import dev.halligan.driver.node.ssh.TestNodes;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HalliganNodesTest {
  private TestNodes nodes;

  @BeforeEach
  void start() throws IOException {
    nodes = new TestNodes(3, 6443);
  }

  @AfterEach
  void stop() throws IOException {
    nodes.close();
  }

  @Test
  void asksAllHostsAtTheSameTime() {
    var together = new CyclicBarrier(3);

    var answers =
        nodes
            .asked()
            .all(
                node -> {
                  try {
                    return together.await();
                  } catch (Exception e) {
                    throw new IllegalStateException(e);
                  }
                });

    assertThat(answers).hasSize(3);
  }

  @Test
  void aHostOutOfReachDoesNotHideTheOthers() throws IOException {
    nodes.node(1).answers("status", "{'ok':true,'apiServer':{'running':true,'cpuMillis':590}}");
    nodes.node(2).goesAway();

    var answers = nodes.asked().statuses();

    assertThat(answers)
        .extracting(answer -> answer.node().host())
        .containsExactly("127.0.0.1", "127.0.0.2", "127.0.0.3");
    assertThat(answers)
        .extracting(answer -> answer instanceof Got)
        .containsExactly(true, false, true);
    assertThat(HalliganNodes.got(answers).getFirst().value().apiServer().cpuMillis())
        .isEqualTo(590);
  }

  @Test
  void tellsARefusalRatherThanAnAbsence() throws IOException {
    nodes.node(1).goesAway();
    nodes.node(3).fails("renew", "StaleEpoch");

    assertFails(Reason.STALE_EPOCH, () -> nodes.asked().all(n -> n.renew(Duration.ofSeconds(60))));
  }

  @Test
  void everyActCarriesTheEpochAndNoQuestionDoes() {
    var node = nodes.asked().each().getFirst();
    node.freeze(Duration.ofSeconds(60));
    node.growth();

    assertThat(nodes.raw(1)).containsExactly("freeze --ttl 60 --epoch 7", "growth");
  }
}
