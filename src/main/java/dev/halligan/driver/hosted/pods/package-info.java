/** The API server's pods: their selection, their state, and the Job that ends what has expired. */
package dev.halligan.driver.hosted.pods;
