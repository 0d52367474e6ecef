package dev.halligan.api.v1alpha1;

/** The longer CEL rules of {@link ProtectedClusterSpec}; the API server evaluates them. */
final class ClusterRules {

  /** The part between {@code https://} and the port, without brackets. */
  private static final String ADDRESS =
      "self.url.substring(8, self.url.lastIndexOf(':')).replace('[', '').replace(']', '')";

  static final String ENDPOINT_IS_AN_ADDRESS =
      "self.url.matches('^https://[][0-9a-fA-F.:]+:[0-9]{1,5}$') && isIP(" + ADDRESS + ")";

  static final String ENDPOINT_IS_REACHABLE =
      "!self.url.matches('^https://[][0-9a-fA-F.:]+:[0-9]{1,5}$') || !isIP("
          + ADDRESS
          + ") || !(ip("
          + ADDRESS
          + ").isLoopback() || ip("
          + ADDRESS
          + ").isUnspecified() || ip("
          + ADDRESS
          + ").isLinkLocalUnicast())";

  static final String HOSTS_ARE_ADDRESSES =
      "self.hosts.all(h, isIP(h) && !ip(h).isLoopback() && !ip(h).isUnspecified()"
          + " && !ip(h).isLinkLocalUnicast() && !ip(h).isLinkLocalMulticast())";

  static final String INTERVAL =
      "!has(self.interval) || (self.interval"
          + Durations.CEL_MATCHES
          + " && duration(self.interval) >= duration('1s')"
          + " && duration(self.interval) <= duration('1m'))";

  static final String SUSTAINED_FOR =
      "!has(self.sustainedFor) || (self.sustainedFor"
          + Durations.CEL_MATCHES
          + " && duration(self.sustainedFor) >= duration('3s')"
          + " && duration(self.sustainedFor) <= duration('10m'))";

  static final String SLOWER_THAN =
      "!has(self.slowerThan) || (self.slowerThan"
          + Durations.CEL_MATCHES
          + " && duration(self.slowerThan) >= duration('100ms')"
          + " && duration(self.slowerThan) <= duration('3s'))";

  static final String KEEP_FOR =
      "!has(self.keepFor) || (self.keepFor"
          + Durations.CEL_MATCHES
          + " && duration(self.keepFor) >= duration('24h')"
          + " && duration(self.keepFor) <= duration('8760h'))";

  static final String MORE_THAN_ONE_SAMPLE =
      "[has(self.sustainedFor) ? self.sustainedFor : '10s',"
          + " has(self.interval) ? self.interval : '2s'].exists(d, !d"
          + Durations.CEL_MATCHES
          + ") || duration(has(self.sustainedFor) ? self.sustainedFor : '10s')"
          + " >= duration(has(self.interval) ? self.interval : '2s')"
          + " + duration(has(self.interval) ? self.interval : '2s')";

  private ClusterRules() {}
}
