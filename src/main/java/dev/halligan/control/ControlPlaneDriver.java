package dev.halligan.control;

/**
 * Everything that can be done to one protected cluster. The engine does not know which drivers
 * implement it.
 */
public record ControlPlaneDriver(
    Fence fence,
    ApiServerCapacity capacity,
    NodeLifecycle lifecycle,
    Workloads workloads,
    Traffic traffic,
    EvidenceSource evidence,
    Jail jail,
    InstanceObserver observer) {}
