package dev.halligan.driver.inband;

import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.control.GuardedClient;
import dev.halligan.control.Jail;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.flowcontrol.v1.FlowSchema;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.List;

/**
 * A jail inside the API server, by API Priority and Fairness: the server answers jailed users 429
 * before authorization. It still pays for their TLS and authentication, and requests that already
 * run continue, including open watches. A new jailing replaces the previous one.
 */
public final class FlowControlJail implements Jail {
  private static final String MANAGER = "halligan";

  private final GuardedClient lane;

  /** The users we jailed last: a repeated call only checks that they still are. */
  private volatile JailedUsers last;

  public FlowControlJail(GuardedClient lane) {
    this.lane = lane;
  }

  /**
   * Two small writes; a single read if these users are jailed already.
   *
   * @throws ControlFailure BAD_ARGUMENT for a user who is never jailed, CONFLICT if another writer
   *     has objects of these names; then nobody is jailed
   */
  @Override
  public void confine(List<String> users) {
    var inmates = JailedUsers.of(users);
    if (inmates.equals(last) && JailObjects.holds(schema(), inmates)) {
      return;
    }
    try {
      lane.write("jail " + inmates, client -> applied(client, inmates));
      last = inmates;
    } catch (ControlFailure e) {
      throw e.reason() == Reason.CONFLICT ? theirs(e) : e;
    }
  }

  /** Without force, so that another writer's changes stay and are reported. */
  private static FlowSchema applied(KubernetesClient client, JailedUsers inmates) {
    client.resource(JailObjects.level()).fieldManager(MANAGER).serverSideApply();
    return client.resource(JailObjects.schema(inmates)).fieldManager(MANAGER).serverSideApply();
  }

  private static ControlFailure theirs(ControlFailure cause) {
    return new ControlFailure(
        Reason.CONFLICT,
        ("FlowSchema or PriorityLevelConfiguration %s was changed by another writer; that change"
                + " was kept and these users were not jailed")
            .formatted(JailObjects.NAME),
        ("find out who wrote them, in the recovered cluster (`kubectl get"
                + " flowschema,prioritylevelconfiguration %s -o yaml --show-managed-fields`), and delete them if they are not needed")
            .formatted(JailObjects.NAME),
        cause);
  }

  /** First the schema, then the level: a schema without its level would be dangling. */
  @Override
  public void release() {
    try {
      delete("release the jailed users", schemaIn());
      delete("remove the empty jail", levelIn());
    } catch (ControlFailure e) {
      throw new ControlFailure(
          e.reason(),
          e.getMessage(),
          "%s; to remove it by hand, in the recovered cluster: `kubectl delete"
              + " flowschema,prioritylevelconfiguration %s`".formatted(e.fix(), JailObjects.NAME),
          e);
    }
  }

  private void delete(String what, Where where) {
    var found = lane.read("look for a jail", client -> where.in(client).get());
    if (found != null && JailObjects.isOurs(found)) {
      lane.write(what, client -> where.in(client).delete());
    }
  }

  @Override
  public boolean confines() {
    var found = schema();
    return found != null && JailObjects.isOurs(found);
  }

  private FlowSchema schema() {
    return lane.read(
        "look for a jail", c -> c.flowControl().v1().flowSchema().withName(JailObjects.NAME).get());
  }

  /** One of the two objects. */
  @FunctionalInterface
  private interface Where {
    Resource<? extends HasMetadata> in(KubernetesClient client);
  }

  private static Where schemaIn() {
    return client -> client.flowControl().v1().flowSchema().withName(JailObjects.NAME);
  }

  private static Where levelIn() {
    return client ->
        client.flowControl().v1().priorityLevelConfigurations().withName(JailObjects.NAME);
  }
}
