/**
 * Many clusters at once: the real operator and a real management API server against played
 * clusters.
 */
package dev.halligan.e2e.fleet;
