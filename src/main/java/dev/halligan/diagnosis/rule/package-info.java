/**
 * The verdict: a chain of rules, one file each. The first rule that applies decides and gives the
 * reasons.
 */
package dev.halligan.diagnosis.rule;
