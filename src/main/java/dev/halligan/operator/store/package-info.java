/** Stores requests: creates, names and queries them, abridges finished ones, and deletes them. */
package dev.halligan.operator.store;
