/**
 * The operator's own health: whether it gets the processor time and the clock that its measurements
 * need.
 */
package dev.halligan.operator.observer;
