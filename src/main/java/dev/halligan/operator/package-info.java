/**
 * Assembles the operator: reads the environment, connects to the management cluster, starts the
 * reconcilers.
 */
package dev.halligan.operator;
