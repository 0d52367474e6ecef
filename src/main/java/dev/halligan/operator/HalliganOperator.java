package dev.halligan.operator;

import dev.halligan.control.HandsFactory;
import dev.halligan.control.jail.InBandJail;
import dev.halligan.control.node.NodeShells;
import dev.halligan.observe.EventRecorder;
import dev.halligan.observe.HealthServer;
import dev.halligan.observe.Metrics;
import dev.halligan.observe.Pulse;
import dev.halligan.probe.ApiProbe;
import dev.halligan.probe.Canary;
import dev.halligan.recovery.Engine;
import dev.halligan.recovery.action.Actions;
import dev.halligan.target.SteadyClock;
import dev.halligan.target.TargetConnections;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole operator. It starts in stages: health first, then it joins the management cluster,
 * whenever that answers.
 */
public final class HalliganOperator implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HalliganOperator.class);

  private static final Duration LONG_DOUBT = Duration.ofMinutes(1);

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final KubernetesClient client;
  private final Settings settings;
  private final Clock wall;
  private final Clock clock;
  private final Metrics metrics = new Metrics(registry);
  private final Pulse pulse;
  private final Leadership leadership;
  private final Runnable onLost;
  private Watches watches;
  private ObserverLog observer;
  private RecoveryRequestReconciler requests;
  private HealthServer health;

  private HalliganOperator(
      KubernetesClient client, Settings settings, Clock wall, Runnable onLost) {
    this.client = client;
    this.settings = settings;
    this.wall = wall;
    this.clock = SteadyClock.following(wall);
    this.pulse = new Pulse(clock);
    this.onLost = onLost;
    this.leadership = new Leadership(client, settings, this::lost);
  }

  /**
   * Starts everything and returns; what cannot be reached yet is tried again.
   *
   * @param wall for times that people and other processes read; all else goes by a steady clock
   * @param onLost called when leadership was lost and every act has been stopped; should end the
   *     process
   * @throws IOException when the health port cannot be opened
   */
  public static HalliganOperator start(
      KubernetesClient client, Settings settings, Clock wall, Runnable onLost) throws IOException {
    HalliganOperator operator = new HalliganOperator(client, settings, wall, onLost);
    operator.start();
    return operator;
  }

  /** Where health and metrics are answered. */
  public int port() {
    return health.port();
  }

  private void start() throws IOException {
    new JvmMemoryMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    metrics.process(version(), leadership::isLeading);
    Host host = new Host(assemble()::create, this::stopActing, leadership::giveBack);
    health =
        HealthServer.start(settings.port(), pulse::stuck, () -> missing(host), registry::scrape);
    closeLater(health);
    closeLater(host);
    host.start();
    log.atInfo()
        .addKeyValue("version", version())
        .addKeyValue("namespace", settings.namespace())
        .addKeyValue("port", health.port())
        .log("started");
  }

  /** No verdict of one that has doubted itself for long is right, so it is not ready. */
  private List<String> missing(Host host) {
    Stream<String> doubt =
        observer
            .inDoubtSince()
            .filter(since -> since.plus(LONG_DOUBT).isBefore(clock.instant()))
            .map(
                since ->
                    "too slow itself since %s to judge others: give it more CPU".formatted(since))
            .stream();
    return Stream.concat(host.missing().stream(), doubt).toList();
  }

  private ObserverLog observe(ApiProbe probe, Fleet fleet) throws IOException {
    ObserverLog log = new ObserverLog(metrics, clock);
    Canary canary = closeLater(Canary.open(probe, clock));
    CpuThrottling throttling = CpuThrottling.ofThisProcess();
    closeLater(new ObserverMonitor(canary, log, throttling, metrics, pulse)).start();
    metrics.observer(() -> log.inDoubtSince().isPresent(), fleet::size, fleet::dark);
    return log;
  }

  private OperatorFactory assemble() throws IOException {
    ClusterSources sources = new ClusterSources(pulse);
    LiveConfigWatch config = closeLater(new LiveConfigWatch(client, settings.namespace()));
    EventRecorder events = closeLater(new EventRecorder(client, settings.identity(), wall));
    TargetConnections connections = closeLater(new TargetConnections(registry, clock));
    ApiProbe probe = closeLater(new ApiProbe(clock));
    NodeShells shells = closeLater(NodeShells.open());
    HandsFactory hands =
        new HandsFactory(
            shells, client, settings.identity(), InBandJail::new, leadership, clock, wall);
    Fleet fleet = new Fleet(clock);
    observer = observe(probe, fleet);
    Playbooks playbooks = new Playbooks(sources::playbook);
    Decider decider =
        new Decider(
            sources::requests,
            config,
            playbooks,
            new RequestMaker(client),
            fleet,
            observer,
            metrics,
            clock);
    WatchOpener opener =
        new WatchOpener(
            probe,
            hands,
            new WatchWorld(decider, fleet, observer, metrics, pulse, clock, sources::wake));
    watches = closeLater(new Watches(opener::open));
    ProtectedClusterReconciler clusters =
        new ProtectedClusterReconciler(
            connections,
            watches,
            opener,
            sources,
            playbooks,
            new ClusterNews(events),
            new Boundary(ProtectedClusterReconciler.NAME, metrics, pulse),
            new Finalizer(client),
            clock);
    requests =
        new RecoveryRequestReconciler(
            client,
            leadership,
            new Resolver(client, watches, leadership, clock),
            new Engine(Actions.all()),
            new RecoveryNews(events, metrics, wall),
            new Reminder(events, metrics, clock),
            config,
            new Boundary(RecoveryRequestReconciler.NAME, metrics, pulse),
            clock);
    closeLater(
        new HistoryKeeper(
                client,
                () -> leadership.isLeading() && !config.get().stop(),
                leadership,
                sources::requests,
                sources::history,
                metrics,
                clock)
            .start());
    return new OperatorFactory(client, settings, leadership, clusters, requests);
  }

  private void lost() {
    watches.close();
    onLost.run();
  }

  private void stopActing() {
    watches.close();
    leadership.retire();
    requests.forgetAll();
  }

  private static String version() {
    String version = HalliganOperator.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  private <T extends AutoCloseable> T closeLater(T resource) {
    opened.push(resource);
    return resource;
  }

  /**
   * Stops acting, gives leadership back and closes everything, in the reverse order of opening: the
   * joined host comes first.
   */
  @Override
  public void close() {
    for (AutoCloseable resource : List.copyOf(opened)) {
      try {
        resource.close();
      } catch (Exception e) {
        log.atWarn().setCause(e).log("not closed cleanly");
      }
    }
    registry.close();
    log.atInfo().log("stopped");
  }
}
