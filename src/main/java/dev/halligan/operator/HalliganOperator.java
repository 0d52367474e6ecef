package dev.halligan.operator;

import dev.halligan.connection.MonotonicClock;
import dev.halligan.connection.TargetConnections;
import dev.halligan.driver.DriverFactory;
import dev.halligan.driver.inband.FlowControlJail;
import dev.halligan.driver.node.ssh.NodeShells;
import dev.halligan.observe.EventRecorder;
import dev.halligan.observe.HealthServer;
import dev.halligan.observe.Heartbeats;
import dev.halligan.observe.Metrics;
import dev.halligan.operator.cluster.ClusterEventReporter;
import dev.halligan.operator.cluster.ClusterEventSources;
import dev.halligan.operator.cluster.ProtectedClusterReconciler;
import dev.halligan.operator.decision.AutomationTrigger;
import dev.halligan.operator.decision.FleetHealth;
import dev.halligan.operator.decision.LiveConfigWatch;
import dev.halligan.operator.decision.Playbooks;
import dev.halligan.operator.monitor.MonitorDependencies;
import dev.halligan.operator.monitor.MonitorFactory;
import dev.halligan.operator.monitor.MonitorRegistry;
import dev.halligan.operator.observer.CpuThrottling;
import dev.halligan.operator.observer.ObserverLog;
import dev.halligan.operator.observer.ObserverMonitor;
import dev.halligan.operator.request.RecoveryEventReporter;
import dev.halligan.operator.request.RecoveryRequestReconciler;
import dev.halligan.operator.request.RequestResolver;
import dev.halligan.operator.runtime.Leadership;
import dev.halligan.operator.runtime.OperatorSupervisor;
import dev.halligan.operator.runtime.ReconcileGuard;
import dev.halligan.operator.runtime.Settings;
import dev.halligan.operator.store.Finalizer;
import dev.halligan.operator.store.HistoryKeeper;
import dev.halligan.operator.store.Reminder;
import dev.halligan.operator.store.RequestFactory;
import dev.halligan.probe.ApiProbe;
import dev.halligan.probe.Canary;
import dev.halligan.recovery.action.Actions;
import dev.halligan.recovery.engine.Engine;
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
 * The whole operator. It starts in stages: the health endpoint first, then the connection to the
 * management cluster once that answers.
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
  private final Heartbeats heartbeats;
  private final Leadership leadership;
  private final Runnable onLost;
  private MonitorRegistry monitors;
  private ObserverLog observer;
  private RecoveryRequestReconciler requests;
  private HealthServer health;

  private HalliganOperator(
      KubernetesClient client, Settings settings, Clock wall, Runnable onLost) {
    this.client = client;
    this.settings = settings;
    this.wall = wall;
    this.clock = MonotonicClock.following(wall);
    this.heartbeats = new Heartbeats(clock);
    this.onLost = onLost;
    this.leadership = new Leadership(client, settings, this::lost);
  }

  /**
   * Starts everything and returns; connections that fail are retried.
   *
   * @param wall for times that people and other processes read; all else uses a monotonic clock
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

  /** The port of health and metrics. */
  public int port() {
    return health.port();
  }

  private void start() throws IOException {
    new JvmMemoryMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    metrics.process(version(), leadership::isLeading);
    OperatorSupervisor host =
        new OperatorSupervisor(assemble()::create, this::stopActing, leadership::giveBack);
    health =
        HealthServer.start(
            settings.port(), heartbeats::stuck, () -> missing(host), registry::scrape);
    closeLater(health);
    closeLater(host);
    host.start();
    log.atInfo()
        .addKeyValue("version", version())
        .addKeyValue("namespace", settings.namespace())
        .addKeyValue("port", health.port())
        .log("started");
  }

  /** A replica that has doubted itself for long cannot be trusted, so it is not ready. */
  private List<String> missing(OperatorSupervisor host) {
    Stream<String> doubt =
        observer
            .inDoubtSince()
            .filter(since -> since.plus(LONG_DOUBT).isBefore(clock.instant()))
            .map(
                since ->
                    "Halligan has been too slow to judge clusters since %s: give it more CPU"
                        .formatted(since))
            .stream();
    return Stream.concat(host.missing().stream(), doubt).toList();
  }

  private ObserverLog observe(ApiProbe probe, FleetHealth fleet) throws IOException {
    ObserverLog log = new ObserverLog(metrics, clock);
    Canary canary = closeLater(Canary.open(probe, clock));
    CpuThrottling throttling = CpuThrottling.ofThisProcess();
    closeLater(new ObserverMonitor(canary, log, throttling, metrics, heartbeats)).start();
    metrics.observer(() -> log.inDoubtSince().isPresent(), fleet::size, fleet::dark);
    return log;
  }

  private OperatorFactory assemble() throws IOException {
    ClusterEventSources sources = new ClusterEventSources(heartbeats);
    LiveConfigWatch config = closeLater(new LiveConfigWatch(client, settings.namespace()));
    EventRecorder events = closeLater(new EventRecorder(client, settings.identity(), wall));
    TargetConnections connections = closeLater(new TargetConnections(registry, clock));
    ApiProbe probe = closeLater(new ApiProbe(clock));
    NodeShells shells = closeLater(NodeShells.open());
    DriverFactory driver =
        new DriverFactory(
            shells, client, settings.identity(), FlowControlJail::new, leadership, clock, wall);
    FleetHealth fleet = new FleetHealth(clock);
    observer = observe(probe, fleet);
    Playbooks playbooks = new Playbooks(sources::playbook);
    AutomationTrigger trigger =
        new AutomationTrigger(
            sources::requests,
            config,
            playbooks,
            new RequestFactory(client),
            fleet,
            observer,
            metrics,
            clock);
    MonitorFactory opener =
        new MonitorFactory(
            probe,
            driver,
            new MonitorDependencies(
                trigger, fleet, observer, metrics, heartbeats, clock, sources::wake));
    monitors = closeLater(new MonitorRegistry(opener::open));
    ProtectedClusterReconciler clusters =
        new ProtectedClusterReconciler(
            connections,
            monitors,
            opener,
            sources,
            playbooks,
            new ClusterEventReporter(events),
            new ReconcileGuard(ProtectedClusterReconciler.NAME, metrics, heartbeats),
            new Finalizer(client),
            clock);
    requests =
        new RecoveryRequestReconciler(
            client,
            leadership,
            new RequestResolver(client, monitors, leadership, clock),
            new Engine(Actions.all()),
            new RecoveryEventReporter(events, metrics, wall),
            new Reminder(events, metrics, clock),
            config,
            new ReconcileGuard(RecoveryRequestReconciler.NAME, metrics, heartbeats),
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
    monitors.close();
    onLost.run();
  }

  private void stopActing() {
    monitors.close();
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
   * Stops acting, releases the lease and closes everything in the reverse order of opening: the
   * supervisor comes first.
   */
  @Override
  public void close() {
    for (AutoCloseable resource : List.copyOf(opened)) {
      try {
        resource.close();
      } catch (Exception e) {
        log.atWarn().setCause(e).log("failed to close cleanly");
      }
    }
    registry.close();
    log.atInfo().log("stopped");
  }
}
