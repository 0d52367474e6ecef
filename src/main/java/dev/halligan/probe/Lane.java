package dev.halligan.probe;

/** The two ways in: their gap tells a saturated queue from a dying process. */
public enum Lane {
  /** Client certificate in system:masters, exempt from API Priority and Fairness. */
  ADMIN,
  /** An ordinary service account: what workloads feel. */
  ORDINARY
}
