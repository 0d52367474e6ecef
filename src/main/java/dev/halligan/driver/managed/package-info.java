/** Control planes that a provider runs: reports what cannot be done there, and does nothing. */
package dev.halligan.driver.managed;
