/**
 * When automation creates a request: the trigger, the state of the whole fleet, and the settings
 * that can change while it runs.
 */
package dev.halligan.operator.decision;
