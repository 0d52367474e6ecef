/** Finds the culprit and deals with its noisy neighbors. */
package dev.halligan.recovery.action.culprit;
