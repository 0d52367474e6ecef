package dev.halligan.probe;

/** How a probe's TLS connection begins; its TCP connection is always a new one. */
public enum Handshake {
  /** As a new client's: certificates are shown and proved. Costs both sides a signature each. */
  FULL,

  /**
   * Resumes the session of an earlier probe where the server lets it (RFC 8446, section 2.2), and
   * is full elsewhere. Costs this side less than half of the processor time.
   */
  RESUMED
}
