package dev.halligan.recovery.record;

import dev.halligan.api.v1alpha1.RecoveryRequestStatus;

/** Writes the record to the journal, but only if it has changed. */
public final class JournalWriter {
  private final RecoveryRecord record;
  private final RecordSnapshot found;
  private final Journal journal;
  private RecoveryRequestStatus written;

  public JournalWriter(RecoveryRecord record, RecordSnapshot found, Journal journal) {
    this.record = record;
    this.found = found;
    this.journal = journal;
    this.written = found.status();
  }

  public void write() {
    record.stamp(found.epoch(), found.generation());
    if (!record.status().equals(written)) {
      journal.write(record.status());
      written = record.status();
    }
  }
}
