/**
 * Connections to a target: kubeconfig, credentials and TLS, read from allowed fields only, and
 * clients with short deadlines.
 */
package dev.halligan.connection;
