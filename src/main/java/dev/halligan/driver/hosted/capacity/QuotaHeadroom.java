package dev.halligan.driver.hosted.capacity;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The room that the quotas of a namespace leave for a growth. */
final class QuotaHeadroom {
  /** Scopes that include a long-running pod with limits; other quotas do not count. */
  private static final Set<String> OURS = Set.of("NotTerminating", "NotBestEffort");

  private static final Quantity ZERO = new Quantity("0");

  private QuotaHeadroom() {}

  /** In words, which quotas lack room; empty if none do. */
  static List<String> missing(List<ResourceQuota> quotas, ResourceDelta need) {
    return quotas.stream().filter(QuotaHeadroom::counts).flatMap(q -> missing(q, need)).toList();
  }

  private static boolean counts(ResourceQuota quota) {
    return OURS.containsAll(quota.getSpec().getScopes())
        && quota.getSpec().getScopeSelector() == null
        && quota.getStatus() != null
        && quota.getStatus().getHard() != null;
  }

  private static Stream<String> missing(ResourceQuota quota, ResourceDelta need) {
    var status = quota.getStatus();
    return need.byQuotaWord().entrySet().stream()
        .filter(e -> e.getValue() > 0 && status.getHard().containsKey(e.getKey()))
        .filter(e -> e.getValue() > left(status.getHard(), status.getUsed(), e.getKey()))
        .map(e -> words(quota, e.getKey(), e.getValue()))
        .sorted();
  }

  private static double left(Map<String, Quantity> hard, Map<String, Quantity> used, String word) {
    var taken = used == null ? null : used.get(word);
    var sum = taken == null ? BigDecimal.ZERO : taken.getNumericalAmount();
    return hard.get(word).getNumericalAmount().subtract(sum).doubleValue();
  }

  private static String words(ResourceQuota quota, String word, double needed) {
    var status = quota.getStatus();
    return "ResourceQuota %s allows %s %s: %s are used and %s more are needed"
        .formatted(
            quota.getMetadata().getName(),
            status.getHard().get(word),
            word,
            status.getUsed() == null ? "0" : status.getUsed().getOrDefault(word, ZERO),
            BigDecimal.valueOf(needed).stripTrailingZeros().toPlainString());
  }
}
