package dev.halligan.control;

import dev.halligan.control.capacity.ApiServerCapacity;
import dev.halligan.control.evidence.EvidenceSource;
import dev.halligan.control.fence.Fence;
import dev.halligan.control.jail.Jail;
import dev.halligan.control.lifecycle.NodeLifecycle;
import dev.halligan.control.traffic.Traffic;
import dev.halligan.control.workloads.Workloads;

/**
 * All that can be done to one protected cluster; which drivers stand behind it is not the engine's
 * concern.
 */
public record Hands(
    Fence fence,
    ApiServerCapacity capacity,
    NodeLifecycle lifecycle,
    Workloads workloads,
    Traffic traffic,
    EvidenceSource evidence,
    Jail jail,
    Surroundings surroundings) {}
