/**
 * What every part of the running operator relies on: settings, leadership, restarts, and the guard
 * around each reconcile.
 */
package dev.halligan.operator.runtime;
