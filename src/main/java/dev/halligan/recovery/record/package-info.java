/**
 * What a recovery has done and will do: the record in the request's status, its timeline, and the
 * port it is written through.
 */
package dev.halligan.recovery.record;
