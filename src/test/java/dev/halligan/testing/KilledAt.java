package dev.halligan.testing;

import dev.halligan.control.GuardedClient;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.concurrent.Callable;

/** A lane whose process is killed before its n-th write. */
public final class KilledAt implements GuardedClient.Guard {
  private int writesLeft;

  private KilledAt(int write) {
    writesLeft = write - 1;
  }

  public static GuardedClient write(int number, KubernetesClient client) {
    return new GuardedClient(() -> client, _ -> client, new KilledAt(number), () -> 7);
  }

  /** What a caller sees of the kill. */
  public static final class Killed extends Error {}

  @Override
  public <T> T call(Callable<T> write) throws Exception {
    if (writesLeft-- <= 0) {
      throw new Killed();
    }
    return write.call();
  }

  @Override
  public <T> T idempotent(Callable<T> read) throws Exception {
    return read.call();
  }
}
