package dev.halligan.recovery.readmission;

import dev.halligan.api.v1alpha1.ProtectedClusterSpec;
import dev.halligan.net.Cidr;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The clients of a cluster in the order in which they are readmitted. */
public final class ClientCohorts {
  /** Every client in no other cohort; always last. */
  public static final String REST = "rest";

  private ClientCohorts() {}

  /** A group of clients by address. */
  public record Cohort(String name, List<String> cidrs) {
    private boolean contains(String address) {
      return cidrs.stream().anyMatch(c -> Cidr.parse(c).contains(address));
    }
  }

  /** The first of these cohorts that contains the address. */
  public static Optional<Cohort> home(List<Cohort> cohorts, String address) {
    return cohorts.stream().filter(c -> c.contains(address)).findFirst();
  }

  public static List<Cohort> of(ProtectedClusterSpec cluster) {
    return Stream.concat(named(cluster), Stream.of(new Cohort(REST, List.of("0.0.0.0/0", "::/0"))))
        .toList();
  }

  /** The kubelets' cohort: the one named nodes, else the first; every cohort if none is named. */
  public static List<Cohort> kubelets(ProtectedClusterSpec cluster) {
    Optional<Cohort> nodes = named(cluster).filter(c -> c.name().equals("nodes")).findFirst();
    return nodes.or(() -> named(cluster).findFirst()).map(List::of).orElseGet(() -> of(cluster));
  }

  private static Stream<Cohort> named(ProtectedClusterSpec cluster) {
    return Optional.ofNullable(cluster.clients()).stream()
        .flatMap(List::stream)
        .map(c -> new Cohort(c.name(), c.cidrs()));
  }
}
