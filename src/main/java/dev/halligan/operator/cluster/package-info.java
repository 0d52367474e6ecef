/** The reconciler of ProtectedCluster: starts and stops its monitor and publishes what it found. */
package dev.halligan.operator.cluster;
