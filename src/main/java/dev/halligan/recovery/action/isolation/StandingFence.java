package dev.halligan.recovery.action.isolation;

import dev.halligan.control.ControlFailure;
import dev.halligan.control.Fence;
import dev.halligan.net.Cidr;
import dev.halligan.recovery.plan.StepSettings;
import dev.halligan.recovery.record.TimelineEvent;
import dev.halligan.recovery.step.StepContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The fence of one recovery, with what its step remembers of it and says about it. */
record StandingFence(StepContext step) {
  private static final String ANEW =
      "what Halligan remembers of the fence could not be read, because somebody changed"
          + " status.steps[].journal. Halligan keeps the fence up and remembers anew."
          + " Check that spec.admins.cidrs holds Halligan's address";

  Fence fence() {
    return step.fence();
  }

  /** Nothing if that is not readable: the fence is renewed and lifted all the same. */
  FenceProgress progress() {
    return remembered().orElseGet(FenceProgress::none);
  }

  /** Whether what it remembers is not readable. */
  boolean hasForgotten() {
    return remembered().isEmpty();
  }

  private Optional<FenceProgress> remembered() {
    try {
      return Optional.of(step.progress(FenceProgress.class));
    } catch (ControlFailure unreadable) {
      return Optional.empty();
    }
  }

  /** Which administrators the fence admits is then unknown; later edits of them apply again. */
  void rememberAnew() {
    step.progress(FenceProgress.none().withAdmins(step.cluster().admins().cidrs()));
    say(ANEW);
  }

  void note(UnaryOperator<FenceProgress> change) {
    step.progress(change.apply(progress()));
  }

  Duration ttl() {
    return StepSettings.fenceTtl(step.settings());
  }

  /**
   * The fence as it is.
   *
   * @param since when it began to block others; proving that takes further time
   */
  record Raised(Fence.State state, Instant since) {}

  Raised raise() {
    Fence.State state = fence().isolate(admission());
    Instant since = step.now().minus(state.upFor());
    return new Raised(verified(state), since);
  }

  /** A fence that is up must not lock out an administrator. */
  Fence.State verified(Fence.State state) {
    if (!state.up()) {
      return state;
    }
    try {
      fence().verifyAdminPasses();
    } catch (ControlFailure e) {
      fence().lift();
      throw e;
    }
    return state;
  }

  Fence.Admission admission() {
    return admission(step.cluster().admins().cidrs());
  }

  /** These administrators, and the addresses that this recovery admitted in addition. */
  Fence.Admission admission(List<String> admins) {
    return new Fence.Admission(
        Stream.concat(admins.stream(), progress().callers().stream()).distinct().toList(), ttl());
  }

  /** Whether this address of Halligan's is not admitted yet. */
  boolean isNews(String caller) {
    return admission().adminCidrs().stream()
        .map(Cidr::parse)
        .noneMatch(range -> range.contains(caller));
  }

  /**
   * Lifts the fence and checks that it is gone.
   *
   * @throws ControlFailure CONFLICT if it is still up
   */
  void lift() {
    fence().lift();
    if (fence().state().instancesUp() > 0) {
      throw new ControlFailure(
          ControlFailure.Reason.CONFLICT,
          "the fence is still up after Halligan lifted it",
          "Halligan lifts it again; otherwise it expires by itself");
    }
    markOpen();
  }

  /** Lifts the fence in the middle of a recovery and says why. */
  void giveUp(String news) {
    fence().lift();
    markOpen();
    say(news);
  }

  void markOpen() {
    step.record().mark(TimelineEvent.READMITTED, step.now());
  }

  boolean isOpen() {
    return step.record().timeline().readmittedAt() != null;
  }

  /** Adds the latest news to the message of the finished step, replacing earlier news. */
  void say(String news) {
    FenceProgress progress = progress();
    String done = progress.done() == null ? step.entry().message() : progress.done();
    note(p -> p.withDone(done));
    step.record().say(step.index(), done + "; " + news);
  }
}
