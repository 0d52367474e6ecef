/** From a playbook and its defaults to the frozen plan of one request. */
package dev.halligan.recovery.plan;
