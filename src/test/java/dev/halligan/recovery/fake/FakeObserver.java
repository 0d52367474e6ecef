package dev.halligan.recovery.fake;

import dev.halligan.control.InstanceObserver;
import java.util.List;

/** It tells nothing of its instances. */
record FakeObserver(FakeCluster world) implements InstanceObserver {

  @Override
  public List<InstanceObserver.Report> look() {
    return List.of();
  }

  @Override
  public AccessPath approach() {
    return new AccessPath("host", "SshUnreachable", "%d hosts%s", null);
  }
}
