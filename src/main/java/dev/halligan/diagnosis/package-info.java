/** The terms of a diagnosis: reports of hosts, verdicts, and the settings of detection. */
package dev.halligan.diagnosis;
