package dev.halligan.operator;

import dev.halligan.control.Surroundings;
import dev.halligan.control.Surroundings.Approach;
import dev.halligan.control.Surroundings.Report;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** Looks at the API-server instances out of band. */
final class HostEyes {
  private final Surroundings surroundings;
  private final HostLog log;
  private final Clock clock;

  HostEyes(Surroundings surroundings, HostLog log, Clock clock) {
    this.surroundings = surroundings;
    this.log = log;
    this.clock = clock;
  }

  /** Looks at all instances; takes seconds when they drown. */
  void look() {
    List<Report> reports = surroundings.look();
    Instant now = clock.instant();
    reports.forEach(report -> log.note(report, now));
    log.keepOnly(reports.stream().map(Report::instance).toList());
  }

  Approach approach() {
    return surroundings.approach();
  }

  HostLog log() {
    return log;
  }
}
