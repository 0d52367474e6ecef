/**
 * The SSH hand: {@code halligan-node} on the control-plane hosts, typed. It works with the API
 * server dead and needs no name resolution.
 */
package dev.halligan.control.node;
