package dev.halligan.diagnosis;

/**
 * How much each source counts.
 *
 * @param ofIdentities the dump counts what the server works on
 * @param ofAddresses the fence counts who knocks, and a cheap client may knock often
 */
record Weighing(double ofIdentities, double ofAddresses) {

  private static final double IDENTITIES_COUNT = 0.6;
  private static final double ADDRESSES_COUNT = 0.4;

  static Weighing of(LoadShares addresses, LoadShares identities) {
    return new Weighing(
        IDENTITIES_COUNT * identities.weight() * identities.joined(),
        ADDRESSES_COUNT * addresses.weight() * addresses.joined());
  }

  /** Both shares as one, 0 to 1; 0 when neither source could be joined to anything. */
  double share(double byIdentity, double byAddress) {
    double all = ofIdentities + ofAddresses;
    return all == 0 ? 0 : (ofIdentities * byIdentity + ofAddresses * byAddress) / all;
  }

  /** How far the less believed source contradicts the other, 0 to 1. */
  double disagreement(double byIdentity, double byAddress) {
    return Math.pow(byIdentity - byAddress, 2)
        * Math.min(ofIdentities, ofAddresses)
        / Math.max(ofIdentities, ofAddresses);
  }
}
