package dev.halligan.attribution;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of the load that no workload makes which may be accused: a person, an account, an address,
 * a workload that is never touched. It is only named.
 *
 * @param share in percent of what the source that names it has counted
 * @param weight in percent of the load in all sources, to compare it with a suspect's share
 */
public record OtherClient(Kind kind, String name, int share, int weight, List<String> reasons) {

  /** As {@link dev.halligan.api.v1alpha1.WorkloadReference} writes it. */
  private static final Pattern WORKLOAD =
      Pattern.compile("(DaemonSet|Deployment|StatefulSet) ([^/]+)/(.+)");

  /** What it is, and what a person can do about it. */
  public enum Kind {
    NEVER_ACCUSED(
        "%s, which is never accused", "Halligan does not remove it. Undo its last change by hand"),
    OTHER_KIND("%s", "Halligan cannot remove this kind. Suspend it with its own tool."),
    JOBS(
        "%s",
        "Suspend what creates these Jobs, or limit their account with API Priority and Fairness."),
    ACCOUNT(
        "account %s, no workload known",
        "Look for pods of other kinds in its namespace, and for whoever else holds its token."),
    USER(
        "user %s, no workload known",
        "Ask its owner to stop it, or limit this user with API Priority and Fairness."),
    COMPONENT(
        "%s, a part of Kubernetes", "It usually suffers from an overload. See what it waits for."),
    KUBELETS("%s", "An agent may use the kubelet's credentials. See what runs on these nodes."),
    ADDRESS(
        "address %s, no workload known",
        "No pod is known to have it. Stop what runs there, or refuse the address in your network."),
    NODE_ADDRESSES("%s", "Every pod of a node may speak from its address, so they accuse nobody."),
    UNREADABLE("%s", "Read the API server's dump of requests by hand.");

    private final String words;
    private final String advice;

    Kind(String words, String advice) {
      this.words = words;
      this.advice = advice;
    }
  }

  /** What a person can do about it, in plain sentences. */
  public String advice() {
    Matcher workload = WORKLOAD.matcher(name);
    if (kind != Kind.NEVER_ACCUSED || !workload.matches()) {
      return kind.advice;
    }
    return "%s: `kubectl rollout undo -n %s %s/%s`"
        .formatted(
            kind.advice,
            workload.group(2),
            workload.group(1).toLowerCase(Locale.ROOT),
            workload.group(3));
  }

  @Override
  public String toString() {
    return kind.words.formatted(name);
  }
}
