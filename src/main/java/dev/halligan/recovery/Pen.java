package dev.halligan.recovery;

import dev.halligan.api.v1alpha1.RecoveryRequestStatus;

/** Writes the ledger to the journal, and only when it says something new. */
final class Pen {
  private final Ledger ledger;
  private final Engine.Found found;
  private final Journal journal;
  private RecoveryRequestStatus written;

  Pen(Ledger ledger, Engine.Found found, Journal journal) {
    this.ledger = ledger;
    this.found = found;
    this.journal = journal;
    this.written = found.status();
  }

  void write() {
    ledger.stamp(found.epoch(), found.generation());
    if (!ledger.status().equals(written)) {
      journal.write(ledger.status());
      written = ledger.status();
    }
  }
}
