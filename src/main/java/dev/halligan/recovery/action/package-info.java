/** The actions of a playbook, one file each, with their helpers. */
package dev.halligan.recovery.action;
