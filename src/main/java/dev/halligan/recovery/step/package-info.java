/** What an action is, what it may use, and how it can end. */
package dev.halligan.recovery.step;
