/**
 * The requests that there are: created, named, found, whether one may start or waits for a person,
 * abridged once finished, deleted.
 */
package dev.halligan.operator.store;
