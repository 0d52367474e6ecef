/** Parsing of addresses and address ranges, and checks whether a port opens. */
package dev.halligan.net;
