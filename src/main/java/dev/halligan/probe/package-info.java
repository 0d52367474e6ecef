/**
 * Probes one API server with one request over its own connection and times each phase. The result
 * is a value, never an exception.
 */
package dev.halligan.probe;
