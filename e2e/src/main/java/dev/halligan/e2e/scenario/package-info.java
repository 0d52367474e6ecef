/** What a drill plays, and the limits of its figures, as scenario.yaml says them. */
package dev.halligan.e2e.scenario;
