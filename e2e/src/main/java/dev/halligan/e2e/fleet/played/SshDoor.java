package dev.halligan.e2e.fleet.played;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.KeyPair;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.ServerBuilder;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;

/**
 * One SSH server behind the addresses of all played hosts; which host is asked tells the address.
 */
final class SshDoor implements AutoCloseable {
  static final int PORT = 22;

  /** MINA's server, of which addresses are opened and shut while it runs. */
  private static final class Server extends SshServer {
    void open(InetSocketAddress address) throws IOException {
      acceptor.bind(address);
    }

    void shut(InetSocketAddress address) {
      acceptor.unbind(address);
    }
  }

  private final Server server;
  private final Map<InetAddress, AutoCloseable> silent = new ConcurrentHashMap<>();
  private final Map<InetAddress, Boolean> open = new ConcurrentHashMap<>();

  /** {@code clusters} finds the cluster at an address. */
  SshDoor(SshKeys keys, Function<InetAddress, PlayedCluster> clusters) {
    server = (Server) ServerBuilder.builder().factory(Server::new).build();
    server.setHost("127.0.0.1");
    server.setPort(PORT);
    server.setKeyPairProvider(KeyPairProvider.wrap(keys.host()));
    KeyPair client = keys.client();
    server.setPublickeyAuthenticator((_, key, _) -> KeyUtils.compareKeys(key, client.getPublic()));
    server.setForwardingFilter(RejectAllForwardingFilter.INSTANCE);
    server.setCommandFactory((channel, command) -> new PlayedCommand(command, channel, clusters));
    try {
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException("the played hosts' SSH server did not start", e);
    }
  }

  /** Answers at that address, or is silent there as if nothing arrived. */
  void set(InetAddress address, boolean answers) {
    Boolean before = open.put(address, answers);
    if (before != null && before == answers) {
      return;
    }
    InetSocketAddress socket = new InetSocketAddress(address, PORT);
    try {
      if (answers) {
        closeSilent(address);
        server.open(socket);
      } else {
        server.shut(socket);
        silent.put(address, new FullQueue(socket));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("SSH at " + address + " could not be changed", e);
    }
  }

  /** The address is no host's any more. */
  void forget(InetAddress address) {
    open.remove(address);
    closeSilent(address);
  }

  private void closeSilent(InetAddress address) {
    try (AutoCloseable queue = silent.remove(address)) {
      // closing it is all
    } catch (Exception e) {
      throw new IllegalStateException("SSH at " + address + " stays silent", e);
    }
  }

  @Override
  public void close() {
    try {
      server.stop(true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
