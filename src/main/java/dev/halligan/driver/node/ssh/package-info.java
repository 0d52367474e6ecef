/**
 * Typed calls of {@code halligan-node} on the control-plane hosts, over SSH. They work while the
 * API server is down and need no name resolution.
 */
package dev.halligan.driver.node.ssh;
