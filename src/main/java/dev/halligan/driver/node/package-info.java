/**
 * Control planes on hosts: the nftables fence, growth of static pods, and the host's own view of
 * the API server.
 */
package dev.halligan.driver.node;
