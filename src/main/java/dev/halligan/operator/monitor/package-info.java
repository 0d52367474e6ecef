/**
 * The probe loop of one cluster: probes, polls hosts, keeps history, and says how the cluster is.
 */
package dev.halligan.operator.monitor;
