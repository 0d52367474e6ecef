package dev.halligan.e2e.watch;

import dev.halligan.e2e.lab.Node;

/**
 * From where a client asks: a node, and what a script there puts before a command so that it is
 * sent from the client's own address; empty for the node's.
 */
public record ClientVantage(Node node, String prefix) {}
