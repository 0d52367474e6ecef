package dev.halligan.recovery.record;

/** The commands that answer a request, ready to be pasted into a shell. */
public record Kubectl(String namespace, String request) {

  /** Approves the recovery, in the name of the person who pastes it. */
  public String approve() {
    return annotate(RequestAnnotations.APPROVED_BY, "$(whoami)");
  }

  /** Sets an annotation of the request, replacing an earlier value. */
  public String annotate(String key, String value) {
    return "kubectl annotate -n %s rr %s %s=%s --overwrite"
        .formatted(namespace, request, key, value);
  }

  /** Names the culprit; the person who pastes it fills in the workload. */
  public String nameCulprit() {
    return annotate(RequestAnnotations.CULPRIT, "KIND/NAMESPACE/NAME");
  }

  /** Rolls everything back. */
  public String abort() {
    return "kubectl patch -n %s rr %s --type merge -p '{\"spec\":{\"abort\":true}}'"
        .formatted(namespace, request);
  }

  /** Follows the request. */
  public String follow() {
    return "kubectl get -n %s rr %s -w".formatted(namespace, request);
  }

  /** Ends the global stop; {@code configMap} is in the namespace of the requests. */
  public String endGlobalStop(String configMap) {
    return "kubectl patch -n %s cm %s --type merge -p '{\"data\":{\"stop\":\"false\"}}'"
        .formatted(namespace, configMap);
  }

  /** Ends every pause of the cluster. */
  public String resume(String cluster) {
    return "kubectl patch -n %s pcl %s --type merge -p '{\"spec\":{\"pauses\":[]}}'"
        .formatted(namespace, cluster);
  }
}
