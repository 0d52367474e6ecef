/**
 * Facts derived from samples and host reports: runs of bad answers, saturation, the health of a
 * lane.
 */
package dev.halligan.diagnosis.signal;
