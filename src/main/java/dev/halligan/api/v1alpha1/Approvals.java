package dev.halligan.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;

/** Whose recoveries wait for an approval. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Approvals(
    @Default("Needed")
        @JsonPropertyDescription(
            "Whether a request made by hand needs an approval in the modes Observe and Approve, as"
                + " automation's does. NotNeeded starts none that waits already.")
        Manual manual) {

  /** A value of a later version is read as null and treated as NEEDED. */
  public enum Manual {
    /** Whoever makes a request needs somebody's approval. */
    @JsonProperty("Needed")
    NEEDED,
    /** Whoever may make a request may start it. */
    @JsonProperty("NotNeeded")
    NOT_NEEDED
  }
}
