package dev.halligan.e2e.fleet.played;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PlayedHostTest {
  private static final InetAddress ADMIN = InetAddress.ofLiteral("10.201.255.254");
  private static final String ISOLATE =
      "isolate --port 6443 --admins 10.201.255.254/32 --own 10.201.0.1 --ttl 120";

  /** A machine without ports. */
  private static final class Bare implements PlayedHost.Machine {
    private final PlayedFence fence = new PlayedFence(System::nanoTime);
    private final PlayedServer server = new PlayedServer(Clock.systemUTC());
    private Ailment now = Ailment.HEALTHY;
    private int settled;

    @Override
    public InetAddress address() {
      return InetAddress.ofLiteral("10.201.0.1");
    }

    @Override
    public Ailment now() {
      return now;
    }

    @Override
    public PlayedFence fence() {
      return fence;
    }

    @Override
    public PlayedServer server() {
      return server;
    }

    @Override
    public PlayedClients clients() {
      return new PlayedClients(fence, now.hasCulprit(), now.hasCulprit());
    }

    @Override
    public int dropConnections() {
      return 7;
    }

    @Override
    public void settle() {
      settled++;
    }
  }

  private static final Path ROOT = Files.isDirectory(Path.of("e2e")) ? Path.of(".") : Path.of("..");

  /** A verb in the script's table of verbs: its name, and whether it reads or acts. */
  private static final Pattern ROW = Pattern.compile("(?m)^([a-z-]+) +(?:reads|acts)\\b");

  private final Bare machine = new Bare();
  private final PlayedHost host = new PlayedHost(machine);

  private JsonNode run(String command) throws IOException {
    return new ObjectMapper().readTree(host.run(command, ADMIN).line());
  }

  /** Every verb of the real script, so that neither is changed without the other. */
  @Test
  void knowsEveryVerbOfTheScript() throws IOException {
    String table = Files.readString(ROOT.resolve("bootstrap-scripts/halligan-node.d/00-verbs.sh"));
    List<String> names = ROW.matcher(table).results().map(row -> row.group(1)).toList();
    assertThat(names).contains("isolate", "restart-kubelet");
    String words =
        " --port 6443 --admins 10.201.255.254/32 --own 10.201.0.1 --ttl 120 --cohort nodes --cidrs 172.18.0.0/24 --share 1";
    for (String verb : names) {
      host.run(ISOLATE, ADMIN);
      assertThat(host.run(verb + words, ADMIN).line()).as(verb).contains("\"ok\":true");
    }
  }

  @Test
  void aFenceIsToldAndHasEffect() throws IOException {
    assertThat(run("status --port 6443").at("/fence/up").asBoolean()).isFalse();
    JsonNode raised = run(ISOLATE + " --epoch 5");
    assertThat(raised.path("dropped").asInt()).isEqualTo(7);
    assertThat(raised.at("/ports/0").asInt()).isEqualTo(6443);
    JsonNode status = run("status --port 6443");
    assertThat(status.at("/fence/up").asBoolean()).isTrue();
    assertThat(status.at("/fence/holds").asBoolean()).isTrue();
    assertThat(status.at("/caller").asText()).isEqualTo("10.201.255.254");
    assertThat(machine.settled).isPositive();
  }

  @Test
  void nobodyFencesHimselfOut() throws IOException {
    JsonNode answer = run(ISOLATE.replace("10.201.255.254/32", "10.9.0.0/16"));
    assertThat(answer.path("reason").asText()).isEqualTo("CallerNotAdmitted");
    assertThat(machine.fence.isUp()).isFalse();
  }

  @Test
  void anOlderEpochIsRefused() throws IOException {
    run(ISOLATE + " --epoch 5");
    assertThat(run("lift --epoch 4").path("reason").asText()).isEqualTo("StaleEpoch");
    assertThat(machine.fence.isUp()).isTrue();
    assertThat(run("admit --cohort a --cidrs ::/0 --share 1 --epoch 5").path("ok").asBoolean())
        .isTrue();
  }

  @Test
  void withoutAFenceThereIsNothingToRenew() throws IOException {
    assertThat(run("renew --ttl 120").path("reason").asText()).isEqualTo("NoFence");
  }

  @Test
  void aDeadServerIsToldAsGone() throws IOException {
    machine.now = Ailment.DEAD;
    machine.server.tick(Ailment.DEAD);
    JsonNode server = run("status --port 6443").path("apiServer");
    assertThat(server.path("running").asBoolean()).isFalse();
    assertThat(server.path("oomKills").asInt()).isEqualTo(1);
    assertThat(server.path("ports")).isEmpty();
  }

  @Test
  void aDrownedServerIsAtItsLimitUntilItGrows() throws IOException {
    machine.now = Ailment.DROWNED;
    JsonNode server = run("status --port 6443").path("apiServer");
    assertThat(server.path("cpuMillis").asInt()).isGreaterThan(1900);
    assertThat(server.path("connections").asInt()).isGreaterThan(1000);
    run("grow --cpu 4000 --memory 4096 --live-within 90");
    assertThat(run("growth").path("cpuLimitMillis").asInt()).isEqualTo(4000);
    assertThat(run("shrink").path("shrunk").asBoolean()).isTrue();
  }
}
