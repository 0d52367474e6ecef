package dev.halligan.connection;

/**
 * How to log in to the control-plane hosts.
 *
 * @param privateKey OpenSSH or PEM text of the private key
 * @param knownHosts lines of a known_hosts file that pin the hosts' keys
 */
public record SshCredentials(String user, int port, byte[] privateKey, String knownHosts) {
  @Override
  public String toString() {
    return "SshCredentials[user=" + user + ", port=" + port + ", redacted]";
  }
}
