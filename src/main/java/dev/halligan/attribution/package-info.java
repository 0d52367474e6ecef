/**
 * Who caused the load: each source's shares, their certainty, and the ranking of suspects. Pure
 * functions, independent of the verdict.
 */
package dev.halligan.attribution;
