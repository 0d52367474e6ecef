/**
 * The only entry to the drivers: chooses the one for the kind of control plane that a cluster
 * declares.
 */
package dev.halligan.driver;
