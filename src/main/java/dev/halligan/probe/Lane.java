package dev.halligan.probe;

/** The two lanes; the gap between them separates full queues from a dying process. */
public enum Lane {
  /** Client certificate in system:masters, exempt from API Priority and Fairness. */
  ADMIN,
  /** An ordinary service account: sees what workloads see. */
  ORDINARY
}
