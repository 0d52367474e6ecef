package dev.halligan.e2e.fleet.played;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** {@code halligan-node} on the host of one played cluster: words in, one line of JSON out. */
final class PlayedHost {

  /** The line it prints, and its exit status. */
  record Said(String line, int exit) {}

  /** The machine that it runs on. */
  interface Machine {
    InetAddress address();

    Ailment now();

    PlayedFence fence();

    PlayedServer server();

    PlayedClients clients();

    /** Closes connections of whom the fence turns away; returns how many. */
    int dropConnections();

    /** Makes what is felt of it what it has to be after a change. */
    void settle();
  }

  /** Refuses: the reason is one of halligan-node's. */
  private static final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;
    private final String reason;
    private final String fix;

    Refusal(String reason, String message, String fix) {
      super(message);
      this.reason = reason;
      this.fix = fix;
    }
  }

  private final Machine machine;
  private long highestEpoch;
  private boolean frozen;

  PlayedHost(Machine machine) {
    this.machine = machine;
  }

  /** Runs a command; {@code caller} is where its SSH connection comes from. */
  synchronized Said run(String command, InetAddress caller) {
    String[] words = command.split(" ");
    Map<String, String> options = new HashMap<>();
    for (int i = 1; i + 1 < words.length; i += 2) {
      options.put(words[i].replaceFirst("^--", ""), words[i + 1]);
    }
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("ok", true).put("verb", words[0]);
    try {
      mindEpoch(options);
      answer(words[0], options, caller, answer);
      return new Said(answer + "\n", 0);
    } catch (Refusal refusal) {
      answer.put("ok", false).put("reason", refusal.reason);
      answer.put("message", refusal.getMessage()).put("fix", refusal.fix);
      return new Said(answer + "\n", refusal.reason.equals("BadArgument") ? 2 : 3);
    }
  }

  private void mindEpoch(Map<String, String> options) throws Refusal {
    long epoch = Long.parseLong(options.getOrDefault("epoch", String.valueOf(highestEpoch)));
    if (epoch < highestEpoch) {
      throw new Refusal("StaleEpoch", "an older epoch; nothing was changed", "stop acting");
    }
    highestEpoch = epoch;
  }

  private void answer(
      String verb, Map<String, String> options, InetAddress caller, ObjectNode answer)
      throws Refusal {
    PlayedFence fence = machine.fence();
    switch (verb) {
      case "status" -> status(caller, answer);
      case "check" -> {
        admitted(options, caller);
        answer.putArray("ports").add(PlayedCluster.PORT);
      }
      case "isolate" -> {
        admitted(options, caller);
        fence.isolate(options.get("admins"), options.get("own"), PlayedCluster.PORT, ttl(options));
        answer
            .put("expiresInSeconds", fence.left().toSeconds() + 1)
            .put("dropped", machine.dropConnections());
        answer.putArray("ports").add(PlayedCluster.PORT);
      }
      case "renew" -> {
        need(fence.renew(ttl(options)));
        answer.put("expiresInSeconds", fence.left().toSeconds() + 1);
      }
      case "admit" -> {
        int share = Integer.parseInt(options.get("share"));
        need(fence.admit(options.get("cohort"), options.get("cidrs"), share));
        answer.put("share", share);
      }
      case "clients" -> machine.clients().describe(answer);
      case "drop-connections" -> {
        need(fence.isUp());
        answer.put("dropped", machine.dropConnections());
      }
      case "lift" -> answer.put("lifted", fence.lift());
      case "grow" -> machine.server().grow();
      case "growth" -> answer.setAll(machine.server().growth());
      case "shrink" -> answer.put("shrunk", machine.server().shrink()).put("manner", "in-place");
      case "freeze" -> {
        frozen = true;
        answer.put("expiresInSeconds", Long.parseLong(options.get("ttl")));
      }
      case "thaw" -> {
        answer.put("thawed", frozen);
        frozen = false;
      }
      case "restart-kubelet" -> answer.put("restarted", false).putArray("heldBack");
      default ->
          throw new Refusal(
              "BadArgument",
              "\"" + verb + "\" is not a valid verb; nothing was changed",
              "use another");
    }
    machine.settle();
  }

  private void status(InetAddress caller, ObjectNode answer) {
    PlayedFence fence = machine.fence();
    answer.put("caller", caller.getHostAddress());
    answer.putArray("addresses").add(machine.address().getHostAddress());
    answer.set(
        "apiServer", machine.server().report(machine.now(), PlayedCluster.PORT, fence.isUp()));
    ObjectNode said = answer.putObject("fence");
    said.put("up", fence.isUp()).put("expiresInSeconds", fence.left().toSeconds());
    fence.admins().forEach(said.putArray("admins")::add);
    fence.ports().forEach(said.putArray("ports")::add);
    var cohorts = said.putArray("cohorts");
    fence
        .shares()
        .forEach((name, share) -> cohorts.addObject().put("name", name).put("share", share));
    said.put("rejected", machine.clients().rejected());
    said.put("holds", fence.isUp() ? Boolean.TRUE : null).putNull("why");
    answer.put("grown", machine.server().isGrown()).put("frozen", frozen);
  }

  private static void admitted(Map<String, String> options, InetAddress caller) throws Refusal {
    if (!Network.anyHolds(Network.parseAll(options.get("admins")), caller)) {
      throw new Refusal(
          "CallerNotAdmitted",
          "you come from " + caller.getHostAddress() + "; nothing was changed",
          "add an address range that holds it to --admins");
    }
  }

  private static void need(boolean fence) throws Refusal {
    if (!fence) {
      throw new Refusal("NoFence", "no fence is up; nothing was changed", "run isolate first");
    }
  }

  private static Duration ttl(Map<String, String> options) {
    return Duration.ofSeconds(Long.parseLong(options.get("ttl")));
  }
}
