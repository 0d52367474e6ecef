/**
 * Ports only: what can be done to a control plane of any kind. The engine knows these ports and no
 * driver.
 */
package dev.halligan.control;
