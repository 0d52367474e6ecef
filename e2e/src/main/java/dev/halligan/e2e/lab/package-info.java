/** The lab that a drill uses: its clusters and nodes, and the commands that are run in them. */
package dev.halligan.e2e.lab;
