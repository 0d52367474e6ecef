package dev.halligan.attribution;

import dev.halligan.api.v1alpha1.WorkloadReference;

/**
 * What both sources together say of one workload; every value is 0 to 1.
 *
 * @param share its part of the load
 * @param certainty how far the sources that made this share are to be believed
 */
record SourceAgreement(double share, double certainty) {

  /** One identity, several workloads: which one is a guess by their latest change. */
  private static final double SHARED_IDENTITY = 0.7;

  /** The nodes' addresses may be anybody's: enough to ask a person, never to act. */
  private static final double SHARED_ADDRESS = 0.58;

  static SourceAgreement on(
      WorkloadReference workload, LoadShares addresses, LoadShares identities) {
    SourceWeights weights = SourceWeights.of(addresses, identities);
    double byIdentity = identities.share(workload);
    double byAddress = addresses.share(workload);
    double clarity =
        clarity(
            weights.ofIdentities() * byIdentity,
            identities.weight() * (identities.isCertain(workload) ? 1 : SHARED_IDENTITY),
            weights.ofAddresses() * byAddress,
            addresses.weight() * (addresses.isCertain(workload) ? 1 : SHARED_ADDRESS));
    return new SourceAgreement(
        weights.share(byIdentity, byAddress),
        clarity * (1 - weights.disagreement(byIdentity, byAddress)));
  }

  /** Of the source that made the share; of both, if both made a good part of it. */
  private static double clarity(
      double madeByIdentities, double ofIdentities, double madeByAddresses, double ofAddresses) {
    boolean both =
        2 * Math.min(madeByIdentities, madeByAddresses)
            >= Math.max(madeByIdentities, madeByAddresses);
    if (both) {
      return Math.max(ofIdentities, ofAddresses);
    }
    return madeByIdentities >= madeByAddresses ? ofIdentities : ofAddresses;
  }
}
