package dev.halligan.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;

/** Which recoveries wait for approval. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Approvals(
    @Default("Needed")
        @JsonPropertyDescription(
            "Whether a request created by hand needs approval in the modes Observe and Approve, as"
                + " automation's does. NotNeeded does not start requests that already wait.")
        Manual manual) {

  /** A value of a later version is read as null and treated as NEEDED. */
  public enum Manual {
    /** A request created by hand needs approval. */
    @JsonProperty("Needed")
    NEEDED,
    /** Anyone who may create a request may start it. */
    @JsonProperty("NotNeeded")
    NOT_NEEDED
  }
}
