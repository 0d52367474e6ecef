/**
 * The reconciler of RecoveryRequest: resolves what it refers to, runs the engine for one pass, and
 * writes the result to its status.
 */
package dev.halligan.operator.request;
