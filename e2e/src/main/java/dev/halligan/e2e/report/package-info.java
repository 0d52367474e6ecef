/** What a drill found, as JSON, as a picture and as the tables in docs. */
package dev.halligan.e2e.report;
