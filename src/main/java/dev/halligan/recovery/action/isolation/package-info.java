/** The fence: raised, proven, kept alive, or replaced by the jail where none holds. */
package dev.halligan.recovery.action.isolation;
