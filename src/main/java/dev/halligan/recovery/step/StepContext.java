package dev.halligan.recovery.step;

import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.api.v1alpha1.ProtectedClusterSpec;
import dev.halligan.api.v1alpha1.ProtectedClusterSpec.Nodes;
import dev.halligan.api.v1alpha1.RecoveryPlaybookSpec;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus;
import dev.halligan.control.ApiServerCapacity;
import dev.halligan.control.Fence;
import dev.halligan.control.Jail;
import dev.halligan.control.NodeLifecycle;
import dev.halligan.control.Traffic;
import dev.halligan.control.Workloads;
import dev.halligan.recovery.plan.StepSettings;
import dev.halligan.recovery.readmission.Readmission;
import dev.halligan.recovery.record.RecoveryRecord;
import dev.halligan.recovery.record.StepJournal;
import dev.halligan.recovery.record.StepJournal.Part;
import dev.halligan.recovery.record.StepNotes;
import dev.halligan.recovery.record.Steps;
import dev.halligan.status.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** One step as its action sees it: its settings, its journal, its pass, the whole record. */
public record StepContext(
    RecoveryPlaybookSpec.Step settings, int index, PassContext context, RecoveryRecord record) {

  /** The step's entry in the record. */
  public RecoveryRequestStatus.Step entry() {
    return record.step(index);
  }

  /** What undoes the step; a record without anything in it where nothing does. */
  public <T extends Record> T undo(Class<T> form) {
    return StepJournal.read(entry(), Part.UNDO, form);
  }

  /** How far the step is; a record without anything in it at its start. */
  public <T extends Record> T progress(Class<T> form) {
    return StepJournal.read(entry(), Part.PROGRESS, form);
  }

  /** What the step found; a record without anything in it before it is done. */
  public <T extends Record> T result(Class<T> form) {
    return StepJournal.read(entry(), Part.RESULT, form);
  }

  /** Stores how far the step is, with the rest of the record at the end of the pass. */
  public void progress(Record progress) {
    record.step(index, StepJournal.write(entry(), Part.PROGRESS, progress));
  }

  /** Changes what the engine keeps of the step. */
  public void notes(UnaryOperator<StepNotes> change) {
    record.step(index, Steps.noted(entry(), change));
  }

  public Fence fence() {
    return context.driver().fence();
  }

  public ApiServerCapacity capacity() {
    return context.driver().capacity();
  }

  public NodeLifecycle lifecycle() {
    return context.driver().lifecycle();
  }

  public Workloads workloads() {
    return context.driver().workloads();
  }

  public Traffic traffic() {
    return context.driver().traffic();
  }

  public Jail jail() {
    return context.driver().jail();
  }

  public LaneHistory lanes() {
    return context.lanes();
  }

  public ProtectedClusterSpec cluster() {
    return context.cluster();
  }

  /** When the step began. */
  public Instant startedAt() {
    return Instant.parse(entry().startedAt());
  }

  /** Records that what the step put in place was renewed just now. */
  public void renewed() {
    Instant now = stamp();
    notes(notes -> notes.withKeptAt(now));
  }

  /** Whether the last renewal is this long ago, or unknown. */
  public boolean isRenewalDue(Duration every) {
    return isOver(Steps.notes(entry()).keptAt(), every);
  }

  /** Whether this time is so long ago, or unknown, or in the future: from another clock. */
  public boolean isOver(Instant since, Duration time) {
    return since == null || Timestamps.isOver(since, time, now());
  }

  /** This moment as the journal keeps it. */
  public Instant stamp() {
    return now().truncatedTo(ChronoUnit.MILLIS);
  }

  /** Another step of the same recovery. */
  public StepContext at(int other) {
    return new StepContext(record.plan().orElseThrow().steps().get(other), other, context, record);
  }

  /** The first step of this kind, if the plan has one. */
  public Optional<StepContext> first(ActionType action) {
    return IntStream.range(0, record.steps().size())
        .filter(i -> record.step(i).action() == action)
        .mapToObj(this::at)
        .findFirst();
  }

  /** How clients are readmitted, whichever step does it: by the plan's Readmit step. */
  public Readmission.Settings readmission() {
    return StepSettings.readmission(planned(ActionType.READMIT));
  }

  /** Namespaces in which no workload is ever accused, by the plan's FindCulprit step. */
  public Set<String> neverNamespaces() {
    return StepSettings.neverNamespaces(planned(ActionType.FIND_CULPRIT));
  }

  private RecoveryPlaybookSpec.Step planned(ActionType action) {
    return record.plan().stream()
        .flatMap(p -> p.steps().stream())
        .filter(s -> s.action() == action)
        .findFirst()
        .orElse(null);
  }

  /** How many hosts the control plane has; 1 if it does not run on hosts. */
  public int hosts() {
    Nodes nodes = cluster().controlPlane().nodes();
    return nodes == null ? 1 : Math.max(1, nodes.hosts().size());
  }

  public Instant now() {
    return context.now();
  }
}
