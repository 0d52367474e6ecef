package dev.halligan.control.jail;

import dev.halligan.control.AdminLane;
import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.flowcontrol.v1.FlowSchema;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.List;

/**
 * A jail inside the API server, by API Priority and Fairness: it answers its inmates 429 before it
 * asks what they may do. It still pays for their TLS and authentication, and lets run what runs
 * already, open watches among it. A new confinement takes the place of the one before.
 */
public final class InBandJail implements Jail {
  private static final String MANAGER = "halligan";

  private final AdminLane lane;

  /** Whom we confined last: a pass that asks again only looks whether they are inside. */
  private volatile Inmates last;

  public InBandJail(AdminLane lane) {
    this.lane = lane;
  }

  /**
   * Two small writes; one look when these are confined already.
   *
   * @throws ControlFailure BAD_ARGUMENT for a user who is never confined, CONFLICT when somebody
   *     else has objects of these names; nobody is confined then
   */
  @Override
  public void confine(List<String> users) {
    var inmates = Inmates.of(users);
    if (inmates.equals(last) && Cell.holds(schema(), inmates)) {
      return;
    }
    try {
      lane.write("confine " + inmates, client -> applied(client, inmates));
      last = inmates;
    } catch (ControlFailure e) {
      throw e.reason() == Reason.CONFLICT ? theirs(e) : e;
    }
  }

  /** Without force, so that what somebody else has written there stays and is heard of. */
  private static FlowSchema applied(KubernetesClient client, Inmates inmates) {
    client.resource(Cell.level()).fieldManager(MANAGER).serverSideApply();
    return client.resource(Cell.schema(inmates)).fieldManager(MANAGER).serverSideApply();
  }

  private static ControlFailure theirs(ControlFailure cause) {
    return new ControlFailure(
        Reason.CONFLICT,
        "somebody else wrote to FlowSchema or PriorityLevelConfiguration %s; both stay as they are, and nobody more was confined"
            .formatted(Cell.NAME),
        "look who (kubectl get flowschema,prioritylevelconfiguration %s -o yaml --show-managed-fields), and delete them if they are not needed"
            .formatted(Cell.NAME),
        cause);
  }

  /** First who is sent there, then the place: a schema without its level would be dangling. */
  @Override
  public void release() {
    try {
      delete("let the confined go", schemaIn());
      delete("take the empty jail away", levelIn());
    } catch (ControlFailure e) {
      throw new ControlFailure(
          e.reason(),
          e.getMessage(),
          "%s; by hand: kubectl delete flowschema,prioritylevelconfiguration %s"
              .formatted(e.fix(), Cell.NAME),
          e);
    }
  }

  private void delete(String what, Where where) {
    var found = lane.read("look for a jail", client -> where.in(client).get());
    if (found != null && Cell.isOurs(found)) {
      lane.write(what, client -> where.in(client).delete());
    }
  }

  @Override
  public boolean confines() {
    var found = schema();
    return found != null && Cell.isOurs(found);
  }

  private FlowSchema schema() {
    return lane.read(
        "look for a jail", c -> c.flowControl().v1().flowSchema().withName(Cell.NAME).get());
  }

  /** One of the two objects. */
  @FunctionalInterface
  private interface Where {
    Resource<? extends HasMetadata> in(KubernetesClient client);
  }

  private static Where schemaIn() {
    return client -> client.flowControl().v1().flowSchema().withName(Cell.NAME);
  }

  private static Where levelIn() {
    return client -> client.flowControl().v1().priorityLevelConfigurations().withName(Cell.NAME);
  }
}
