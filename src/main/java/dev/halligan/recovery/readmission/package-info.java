/** How clients are readmitted: cohorts, shares and the gates between them. Pure. */
package dev.halligan.recovery.readmission;
