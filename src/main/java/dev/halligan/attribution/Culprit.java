package dev.halligan.attribution;

import dev.halligan.api.v1alpha1.WorkloadReference;
import java.util.List;

/** A suspect with its share of the load and the confidence in it, both 0 to 100. */
public record Culprit(
    WorkloadReference workload, int share, int confidence, List<String> reasons) {}
