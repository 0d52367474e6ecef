package dev.halligan.attribution;

/**
 * The weight of each source.
 *
 * @param ofIdentities of the dump, which counts what the server works on
 * @param ofAddresses of the fence, which counts connection attempts; a cheap client may make many
 */
record SourceWeights(double ofIdentities, double ofAddresses) {

  private static final double IDENTITIES_COUNT = 0.6;
  private static final double ADDRESSES_COUNT = 0.4;

  static SourceWeights of(LoadShares addresses, LoadShares identities) {
    return new SourceWeights(
        IDENTITIES_COUNT * identities.weight() * identities.joined(),
        ADDRESSES_COUNT * addresses.weight() * addresses.joined());
  }

  /** Both shares combined, 0 to 1; 0 if neither source could be mapped to workloads. */
  double share(double byIdentity, double byAddress) {
    double all = ofIdentities + ofAddresses;
    return all == 0 ? 0 : (ofIdentities * byIdentity + ofAddresses * byAddress) / all;
  }

  /** How far the less reliable source contradicts the other, 0 to 1. */
  double disagreement(double byIdentity, double byAddress) {
    return Math.pow(byIdentity - byAddress, 2)
        * Math.min(ofIdentities, ofAddresses)
        / Math.max(ofIdentities, ofAddresses);
  }
}
