/** Conditions and timestamps as both reconcilers write them. */
package dev.halligan.status;
