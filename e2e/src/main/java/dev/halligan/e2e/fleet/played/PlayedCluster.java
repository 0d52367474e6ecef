package dev.halligan.e2e.fleet.played;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * One cluster that is only played: its API server, its host, and the fence on it. What it suffers
 * from is set by a script; what is felt of it follows from the fence and from whether the culprit
 * is still there.
 */
public final class PlayedCluster implements AutoCloseable {
  /** Where its API server listens. */
  public static final int PORT = 6443;

  /** The bearer token of its ordinary service account. */
  public static final String ORDINARY_TOKEN = "played-ordinary-token";

  /** What a server that was killed takes to start behind the fence. */
  private static final Duration START = Duration.ofSeconds(4);

  private final String name;
  private final InetAddress address;
  private final Clock clock;
  private final PlayedFence fence = new PlayedFence(System::nanoTime);
  private final PlayedObjects objects = new PlayedObjects();
  private final Inventory inventory = new Inventory(objects);
  private final PlayedKubelets kubelets;
  private final PlayedServer server;
  private final PlayedHost host = new PlayedHost(new Machine());
  private final ApiPort port;
  private final SshDoor ssh;
  private volatile Ailment ailment = Ailment.HEALTHY;
  private Instant pressedLast = Instant.EPOCH;
  private boolean closed;

  PlayedCluster(String name, InetAddress address, PlayedTls tls, SshDoor ssh, Clock clock) {
    this.name = name;
    this.address = address;
    this.clock = clock;
    this.ssh = ssh;
    this.kubelets = new PlayedKubelets(objects, fence, clock);
    this.server = new PlayedServer(clock);
    inventory.furnish(clock.instant());
    var api = new PlayedApi(objects, () -> now() == Ailment.SLOW, clock);
    this.port =
        new ApiPort(new InetSocketAddress(address, PORT), new Conversation(this, api, tls)::serve);
    settle();
  }

  public String name() {
    return name;
  }

  public InetAddress address() {
    return address;
  }

  /** Sets what it suffers from; one with a culprit gets it now. */
  public void suffer(Ailment from) {
    inventory.takeCulprit();
    if (from.hasCulprit()) {
      inventory.bringCulprit(clock.instant());
    }
    ailment = from;
    settle();
  }

  /** What is felt now: without its culprit, or with it shut out by the fence, a cluster is well. */
  public Ailment now() {
    Ailment set = ailment;
    if (!set.hasCulprit() || presses()) {
      return set;
    }
    return set == Ailment.DEAD && isStarting() ? Ailment.DEAD : Ailment.HEALTHY;
  }

  /** Whether the culprit is gone with all its pods, or there never was one. */
  public boolean isCured() {
    return !ailment.hasCulprit() || !hasCulprit();
  }

  /** Whether a fence is up. */
  public boolean isFenced() {
    return fence.isUp();
  }

  /** How often a fence was raised. */
  public int fencesRaised() {
    return fence.raised();
  }

  /** Takes the fence away, as a person would on the host. */
  public void liftByHand() {
    fence.lift();
    settle();
  }

  PlayedFence fence() {
    return fence;
  }

  PlayedHost host() {
    return host;
  }

  /** What {@code halligan-node} sees of the cluster's host. */
  private final class Machine implements PlayedHost.Machine {
    @Override
    public InetAddress address() {
      return address;
    }

    @Override
    public Ailment now() {
      return PlayedCluster.this.now();
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
      return new PlayedClients(fence, hasCulprit(), presses());
    }

    /** The played connections count too. */
    @Override
    public int dropConnections() {
      return port.cut(peer -> !fence.admits(peer)) + (hasCulprit() ? 1400 : 56);
    }

    @Override
    public void settle() {
      PlayedCluster.this.settle();
    }
  }

  /** Makes the ports, the process and the kubelets what they have to be now. */
  synchronized void settle() {
    if (closed) {
      return;
    }
    Ailment felt = now();
    pressedLast = presses() ? clock.instant() : pressedLast;
    server.tick(felt);
    port.set(
        switch (felt) {
          case DEAD -> ApiPort.Mode.REFUSING;
          case SILENT, BLACK_HOLE, CUT -> ApiPort.Mode.SILENT;
          case HEALTHY, SLOW, DROWNED, SLOW_PATH -> ApiPort.Mode.OPEN;
        });
    ssh.set(address, felt != Ailment.BLACK_HOLE);
    if (felt == Ailment.HEALTHY) {
      kubelets.tick();
    }
  }

  private boolean hasCulprit() {
    return objects.any(
        "pods", pod -> PlayedObjects.namespace(pod).equals(Inventory.CULPRIT_NAMESPACE));
  }

  private boolean presses() {
    return hasCulprit() && fence.admits(InetAddress.ofLiteral(Inventory.culpritAddress(0)));
  }

  private synchronized boolean isStarting() {
    return clock.instant().isBefore(pressedLast.plus(START));
  }

  @Override
  public synchronized void close() {
    closed = true;
    port.close();
    ssh.set(address, false);
    ssh.forget(address);
  }
}
