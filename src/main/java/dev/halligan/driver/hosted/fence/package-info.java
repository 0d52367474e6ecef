/** The fence in front of pods: a NetworkPolicy that is proved from outside before it counts. */
package dev.halligan.driver.hosted.fence;
