package dev.halligan.driver.inband;

import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The users to jail: user names as the API server knows them, sorted and without duplicates. Never
 * the components that the cluster needs to run, and never Halligan itself.
 */
record JailedUsers(List<String> users) {
  static final String ACCOUNT_PREFIX = "system:serviceaccount:";

  /** The API server treats a star as a pattern: everyone in a namespace, or everyone. */
  private static final Pattern ACCOUNT =
      Pattern.compile("([a-z0-9]([-a-z0-9]*[a-z0-9])?):([a-z0-9]([-.a-z0-9]*[a-z0-9])?)");

  private static final Pattern PERSON = Pattern.compile("[^*\\s]+");

  /** The namespace where enroll-cluster creates the account of our ordinary lane. */
  static final String OUR_NAMESPACE = "halligan-probe";

  private static final String CLUSTER_NAMESPACE = "kube-system";

  /**
   * @throws ControlFailure BAD_ARGUMENT if there are none, or if one of them must not be jailed:
   *     then none is
   */
  static JailedUsers of(List<String> users) {
    if (users.isEmpty()) {
      throw refusal("there is no user to jail", "name the user of the accused workload");
    }
    users.forEach(
        user ->
            objection(user)
                .ifPresent(
                    why -> {
                      throw refusal(
                          "%s is never jailed: %s".formatted(user, why),
                          "remove the accused workload itself, or scale it down by hand");
                    }));
    return new JailedUsers(List.copyOf(new TreeSet<>(users)));
  }

  private static Optional<String> objection(String user) {
    if (user.startsWith(ACCOUNT_PREFIX)) {
      return objectionToAccount(user.substring(ACCOUNT_PREFIX.length()));
    }
    if (user.startsWith("system:")) {
      return Optional.of("it is part of the cluster itself");
    }
    return PERSON.matcher(user).matches()
        ? Optional.empty()
        : Optional.of("it is not the name of a single user");
  }

  private static Optional<String> objectionToAccount(String account) {
    var parts = ACCOUNT.matcher(account);
    if (!parts.matches()) {
      return Optional.of("it is not the name of a single service account");
    }
    return switch (parts.group(1)) {
      case CLUSTER_NAMESPACE -> Optional.of("the cluster cannot run without " + account);
      case OUR_NAMESPACE -> Optional.of("Halligan measures the ordinary lane with it");
      default -> Optional.empty();
    };
  }

  private static ControlFailure refusal(String what, String fix) {
    return new ControlFailure(Reason.BAD_ARGUMENT, what + "; nobody was jailed", fix);
  }

  @Override
  public String toString() {
    return String.join(", ", users);
  }
}
