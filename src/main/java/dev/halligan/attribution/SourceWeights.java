package dev.halligan.attribution;

/**
 * The weight of each source: what it can tell, not what could be mapped to a workload. A client
 * that is no workload counts too.
 *
 * @param ofIdentities of the dump, which counts what the server works on
 * @param ofAddresses of the fence, which counts connection attempts; a cheap client may make many
 */
record SourceWeights(double ofIdentities, double ofAddresses) {

  private static final double IDENTITIES_COUNT = 0.6;
  private static final double ADDRESSES_COUNT = 0.4;

  /** Addresses that tell nobody from another still count where there is nothing else. */
  private static final double TELLS_NOTHING = 0.001;

  static SourceWeights of(LoadShares addresses, LoadShares identities) {
    return new SourceWeights(
        IDENTITIES_COUNT * identities.weight(),
        ADDRESSES_COUNT * addresses.weight() * Math.max(TELLS_NOTHING, addresses.telling()));
  }

  /** With only this part of the dump's weight. */
  SourceWeights withIdentities(double part) {
    return new SourceWeights(ofIdentities * part, ofAddresses);
  }

  /** Both shares combined, 0 to 1; 0 if there is no source. */
  double share(double byIdentity, double byAddress) {
    double all = ofIdentities + ofAddresses;
    return all == 0 ? 0 : (ofIdentities * byIdentity + ofAddresses * byAddress) / all;
  }

  /** How far the less reliable source contradicts the other, 0 to 1. */
  double disagreement(double byIdentity, double byAddress) {
    double most = Math.max(ofIdentities, ofAddresses);
    return most == 0
        ? 0
        : Math.pow(byIdentity - byAddress, 2) * Math.min(ofIdentities, ofAddresses) / most;
  }
}
