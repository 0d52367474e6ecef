/** The program: one jar, whose first argument says which part of Halligan it runs. */
package dev.halligan;
