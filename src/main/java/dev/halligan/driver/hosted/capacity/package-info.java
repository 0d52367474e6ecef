/**
 * Growth of pods: in place, through the workload's template or through its owner, after checking
 * that there is room.
 */
package dev.halligan.driver.hosted.capacity;
