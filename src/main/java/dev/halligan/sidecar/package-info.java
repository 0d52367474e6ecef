/**
 * Programs of the operator's image that run in their own pods, and the contracts that they share
 * with the operator.
 */
package dev.halligan.sidecar;
