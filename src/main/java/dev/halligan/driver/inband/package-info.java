/**
 * Drivers that go through an API server: workloads, evidence, the jail and leases in the target,
 * routes in the management cluster.
 */
package dev.halligan.driver.inband;
