package dev.halligan.operator.monitor;

import dev.halligan.control.InstanceObserver;
import dev.halligan.control.InstanceObserver.AccessPath;
import dev.halligan.control.InstanceObserver.Report;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** Polls the API-server instances out of band. */
final class InstancePoller {
  private final InstanceObserver observer;
  private final InstanceHistory log;
  private final Clock clock;

  InstancePoller(InstanceObserver observer, InstanceHistory log, Clock clock) {
    this.observer = observer;
    this.log = log;
    this.clock = clock;
  }

  /** Polls all instances; takes seconds if they are overloaded. */
  void look() {
    List<Report> reports = observer.look();
    Instant now = clock.instant();
    reports.forEach(report -> log.note(report, now));
    log.keepOnly(reports.stream().map(Report::instance).toList());
  }

  AccessPath approach() {
    return observer.approach();
  }

  InstanceHistory log() {
    return log;
  }
}
