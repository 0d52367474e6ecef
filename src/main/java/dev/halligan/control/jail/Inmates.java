package dev.halligan.control.jail;

import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Whom to jail: user names as the API server knows them, in order and each once. Never the
 * cluster's own parts, without which it would not run; never us.
 */
record Inmates(List<String> users) {
  private static final String ACCOUNT_PREFIX = "system:serviceaccount:";

  /** A star would be a pattern to the API server: everybody of a namespace, or at all. */
  private static final Pattern ACCOUNT =
      Pattern.compile("([a-z0-9]([-a-z0-9]*[a-z0-9])?):([a-z0-9]([-.a-z0-9]*[a-z0-9])?)");

  private static final Pattern PERSON = Pattern.compile("[^*\\s]+");

  /** Where enroll-cluster puts the account of our own ordinary lane. */
  private static final String OUR_NAMESPACE = "halligan-probe";

  private static final String CLUSTER_NAMESPACE = "kube-system";

  /**
   * @throws ControlFailure BAD_ARGUMENT when there are none, or one of them is not to be jailed:
   *     then none is
   */
  static Inmates of(List<String> users) {
    if (users.isEmpty()) {
      throw refusal("there is nobody to confine", "name the user of the accused workload");
    }
    users.forEach(
        user ->
            objection(user)
                .ifPresent(
                    why -> {
                      throw refusal(
                          "%s is never confined: %s".formatted(user, why),
                          "remove the accused workload itself, or scale it down by hand");
                    }));
    return new Inmates(List.copyOf(new TreeSet<>(users)));
  }

  private static Optional<String> objection(String user) {
    if (user.startsWith(ACCOUNT_PREFIX)) {
      return objectionToAccount(user.substring(ACCOUNT_PREFIX.length()));
    }
    if (user.startsWith("system:")) {
      return Optional.of("it is a part of the cluster itself");
    }
    return PERSON.matcher(user).matches()
        ? Optional.empty()
        : Optional.of("it is not the name of one user");
  }

  private static Optional<String> objectionToAccount(String account) {
    var parts = ACCOUNT.matcher(account);
    if (!parts.matches()) {
      return Optional.of("it is not the name of one service account");
    }
    return switch (parts.group(1)) {
      case CLUSTER_NAMESPACE -> Optional.of("the cluster does not run without " + account);
      case OUR_NAMESPACE -> Optional.of("it is how we see what workloads feel");
      default -> Optional.empty();
    };
  }

  private static ControlFailure refusal(String what, String fix) {
    return new ControlFailure(Reason.BAD_ARGUMENT, what + "; nobody was confined", fix);
  }

  @Override
  public String toString() {
    return String.join(", ", users);
  }
}
