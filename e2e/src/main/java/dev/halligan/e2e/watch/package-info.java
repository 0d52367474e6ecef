/** What is measured while a drill runs, by clients inside the clusters and from outside. */
package dev.halligan.e2e.watch;
