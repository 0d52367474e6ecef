/**
 * The drills: sets the stage, starts the trouble, follows the recovery, and checks what came of it.
 */
package dev.halligan.e2e;
