/**
 * The guards between a verdict and an act. Pure: each guard gives its reason, and the first
 * objection decides.
 */
package dev.halligan.policy;
