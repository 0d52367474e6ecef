/** The control planes that drills are run against: on nodes and hosted. */
package dev.halligan.e2e.plane;
