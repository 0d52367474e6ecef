package dev.halligan.observe;

import io.fabric8.kubernetes.api.model.HasMetadata;

/** Records Kubernetes events on the resource concerned. Best effort; never blocks. */
@FunctionalInterface
public interface Events {

  /** The type of an event. */
  enum Type {
    NORMAL("Normal"),
    WARNING("Warning");

    private final String word;

    Type(String word) {
      this.word = word;
    }

    /** The word Kubernetes uses. */
    public String word() {
      return word;
    }
  }

  /**
   * Records that something happened to {@code about}.
   *
   * @param reason one of the constants in {@link dev.halligan.api.v1alpha1.Reasons}
   * @param note what happened, for people; never a secret; cut off after 1,000 characters
   */
  void record(HasMetadata about, Type type, String reason, String note);
}
