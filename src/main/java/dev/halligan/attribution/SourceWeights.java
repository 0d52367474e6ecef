package dev.halligan.attribution;

import dev.halligan.api.v1alpha1.WorkloadReference;

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

  /** How far a dump that tells of less work than the fence of packets speaks against a workload. */
  private static final double LOUD_AND_HARMLESS = 0.8;

  /** And how far a fence that counts few packets speaks against a workload with much work. */
  private static final double QUIET_AND_DEADLY = 0.9;

  private static final double MOST = 0.9;
  private static final double NEARLY_ALL = 0.97;

  /**
   * What both sources together say of one workload; every value is 0 to 1.
   *
   * @param share its part of the load
   * @param accord how far the sources agree
   * @param unanimity how far they leave nobody else: 1 for two sources that both give it 97
   *     percent, 0 below 90; half as much for the dump alone, a quarter for the fence
   * @param certainty how far the sources that made this share are to be believed
   */
  record Agreement(double share, double accord, double unanimity, double certainty) {}

  static SourceWeights of(LoadShares addresses, LoadShares identities) {
    return new SourceWeights(
        IDENTITIES_COUNT * identities.weight(),
        ADDRESSES_COUNT * addresses.weight() * Math.max(TELLS_NOTHING, addresses.telling()));
  }

  /**
   * A dump of somebody else's requests speaks against a workload only if that one was seen in it
   * too, or as far as it explains the overload.
   *
   * @param explained how far the dump explains the overload, 0 to 1
   */
  static Agreement on(
      WorkloadReference workload, LoadShares addresses, LoadShares identities, double explained) {
    double byIdentity = identities.share(workload);
    double byAddress = addresses.share(workload);
    double heard = byIdentity > 0 || byAddress == 0 ? 1 : explained;
    SourceWeights all = of(addresses, identities);
    SourceWeights weights = new SourceWeights(all.ofIdentities * heard, all.ofAddresses);
    double accord =
        1
            - Math.pow(byIdentity - byAddress, 2)
                * (byIdentity < byAddress
                    ? LOUD_AND_HARMLESS * heard * identities.weight() * addresses.telling()
                    : QUIET_AND_DEADLY * weights.ratio());
    double clarity =
        weights.clarity(
            byIdentity,
            identities.weight() * identities.clarity(workload),
            byAddress,
            addresses.weight() * addresses.clarity(workload));
    return new Agreement(
        weights.share(byIdentity, byAddress),
        accord,
        unanimity(workload, addresses, identities),
        accord * clarity);
  }

  private static double unanimity(
      WorkloadReference workload, LoadShares addresses, LoadShares identities) {
    double byIdentity = leavesNobody(workload, identities);
    double byAddress = leavesNobody(workload, addresses);
    return Math.max(Math.min(byIdentity, byAddress), Math.max(byIdentity / 2, byAddress / 4));
  }

  private static double leavesNobody(WorkloadReference workload, LoadShares source) {
    double over = (source.share(workload) - MOST) / (NEARLY_ALL - MOST);
    return source.isCertain(workload) ? source.weight() * Math.clamp(over, 0, 1) : 0;
  }

  /** Both shares combined, 0 to 1; 0 if there is no source. */
  double share(double byIdentity, double byAddress) {
    double all = ofIdentities + ofAddresses;
    return all == 0 ? 0 : (ofIdentities * byIdentity + ofAddresses * byAddress) / all;
  }

  /** The weight of the lighter source in that of the other, 0 to 1. */
  private double ratio() {
    double most = Math.max(ofIdentities, ofAddresses);
    return most == 0 ? 0 : Math.min(ofIdentities, ofAddresses) / most;
  }

  /** Of the source that made the share; of both, if both made a good part of it. */
  private double clarity(double byIdentity, double ofIdentity, double byAddress, double ofAddress) {
    double madeByIdentities = ofIdentities * byIdentity;
    double madeByAddresses = ofAddresses * byAddress;
    boolean both =
        2 * Math.min(madeByIdentities, madeByAddresses)
            >= Math.max(madeByIdentities, madeByAddresses);
    if (both) {
      return Math.max(ofIdentity, ofAddress);
    }
    return madeByIdentities >= madeByAddresses ? ofIdentity : ofAddress;
  }
}
