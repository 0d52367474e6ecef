package dev.halligan.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** Which finished requests to keep; the operator deletes the others. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = ClusterRules.KEEP_FOR,
    message =
        "keepFor must be a duration between 24h and 8760h, such as 72h: the brakes count the"
            + " recoveries of 24 hours",
    fieldPath = ".keepFor")
public record RequestHistory(
    @Min(1)
        @Max(100)
        @JsonPropertyDescription(
            "How many of the last recoveries to keep, regardless of age, and how many requests that"
                + " did nothing, 1 to 100. Default: 10.")
        Integer recoveries,
    @Pattern(Durations.PATTERN)
        @Size(max = Durations.MAX_LENGTH)
        @JsonPropertyDescription("And all that ended within this time, at least 24h. Default: 24h.")
        String keepFor) {}
