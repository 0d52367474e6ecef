/** The workloads of a drill: culprits, ordinary clients and what fills the cluster. */
package dev.halligan.e2e.cast;
