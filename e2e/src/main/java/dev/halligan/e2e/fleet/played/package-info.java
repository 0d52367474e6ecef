/**
 * Played clusters: an API server and a host each, which show the symptoms that a script asks for.
 */
package dev.halligan.e2e.fleet.played;
