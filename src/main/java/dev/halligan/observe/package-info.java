/**
 * What the operator publishes for people and monitoring: metrics, events, heartbeats and the health
 * endpoint.
 */
package dev.halligan.observe;
