package dev.halligan.operator;

import dev.halligan.control.Hands;
import dev.halligan.control.HandsFactory;

/** A cluster under watch, with the hands to act on it. */
record WatchedCluster(ClusterWatch watch, HandsFactory.Grip grip) implements AutoCloseable {

  Hands hands() {
    return grip.hands();
  }

  @Override
  public void close() {
    watch.close();
    grip.close();
  }
}
