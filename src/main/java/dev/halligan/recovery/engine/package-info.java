/**
 * One pass of a recovery, forward or back: which step is next, what it did, and what is kept alive
 * meanwhile.
 */
package dev.halligan.recovery.engine;
