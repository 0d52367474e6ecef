package dev.halligan.e2e.watch;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;

/** Sees a Deployment of the target being scaled to zero, whoever says so. */
public final class ScaleWatch implements AutoCloseable {
  private final SharedIndexInformer<Deployment> informer;

  public ScaleWatch(Informable<Deployment> deployment, Runnable scaledToZero) {
    this.informer =
        deployment.inform(
            new ResourceEventHandler<>() {
              @Override
              public void onAdd(Deployment added) {
                look(added, scaledToZero);
              }

              @Override
              public void onUpdate(Deployment before, Deployment after) {
                look(after, scaledToZero);
              }

              @Override
              public void onDelete(Deployment deleted, boolean stateUnknown) {}
            });
  }

  /** Its wish counts: pods end only when their kubelet and the controller-manager are back. */
  static void look(Deployment seen, Runnable scaledToZero) {
    if (Integer.valueOf(0).equals(seen.getSpec().getReplicas())) {
      scaledToZero.run();
    }
  }

  @Override
  public void close() {
    informer.stop();
  }
}
