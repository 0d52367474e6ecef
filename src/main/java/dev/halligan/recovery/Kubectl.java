package dev.halligan.recovery;

/** The commands with which people answer a request, ready to be pasted into a shell. */
public record Kubectl(String namespace, String request) {

  /** Approves the recovery in the name of whoever pastes it. */
  public String approve() {
    return annotate(Consent.APPROVED_BY, "$(whoami)");
  }

  /** Says a word on the request; an earlier one of the same kind makes way for it. */
  public String annotate(String key, String value) {
    return "kubectl annotate -n %s rr %s %s=%s --overwrite"
        .formatted(namespace, request, key, value);
  }

  /** Has everything taken back. */
  public String abort() {
    return "kubectl patch -n %s rr %s --type merge -p '{\"spec\":{\"abort\":true}}'"
        .formatted(namespace, request);
  }
}
