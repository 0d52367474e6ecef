/** What samples add up to: marks on a timeline, percentiles, relapses. Pure. */
package dev.halligan.e2e.measure;
