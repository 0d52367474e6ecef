package dev.halligan.driver.node.ssh;

import java.security.PublicKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.sshd.client.ClientBuilder;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.config.keys.ClientIdentityLoader;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.cipher.Cipher;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;

/**
 * The SSH client of the whole process: a few threads for all hosts. It reads no files, uses no
 * agent and no password, and trusts only pinned host keys.
 */
public final class NodeShells implements AutoCloseable {
  /**
   * Algorithms that every sshd since 2014 supports and the JDK runs fast: an overloaded host is
   * short of CPU, and so may we be.
   */
  private static final List<BuiltinDHFactories> KEY_EXCHANGES =
      List.of(
          BuiltinDHFactories.curve25519,
          BuiltinDHFactories.curve25519_libssh,
          BuiltinDHFactories.ecdhp256);

  private static final List<NamedFactory<Cipher>> CIPHERS =
      List.of(BuiltinCiphers.aes128gcm, BuiltinCiphers.aes256gcm, BuiltinCiphers.aes128ctr);

  static final AttributeKey<Pinned> PINNED = new AttributeKey<>();

  /** The trusted keys of a session's host, and whether the host presented another key. */
  record Pinned(String address, int port, PinnedHostKeys pins, AtomicBoolean keyRefused) {
    boolean accepts(PublicKey offered) {
      var accepted = pins.accepts(address, port, offered);
      keyRefused.set(!accepted);
      return accepted;
    }

    List<String> algorithms() {
      return pins.algorithms(address, port);
    }
  }

  private final SshClient client;

  private NodeShells(SshClient client) {
    this.client = client;
  }

  /** Starts the client. */
  public static NodeShells open() {
    var client =
        ClientBuilder.builder()
            .keyExchangeFactories(
                NamedFactory.setUpTransformedFactories(true, KEY_EXCHANGES, ClientBuilder.DH2KEX))
            .cipherFactories(CIPHERS)
            .hostConfigEntryResolver(HostConfigEntryResolver.EMPTY)
            .serverKeyVerifier((session, remote, key) -> pinned(session).accepts(key))
            .build();
    client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
    client.setClientIdentityLoader(ClientIdentityLoader.DEFAULT);
    client.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
    client.setForwardingFilter(RejectAllForwardingFilter.INSTANCE);
    client.addSessionListener(new AskForPinnedKeys());
    CoreModuleProperties.HEARTBEAT_INTERVAL.set(client, Duration.ofSeconds(10));
    CoreModuleProperties.HEARTBEAT_NO_REPLY_MAX.set(client, 2);
    CoreModuleProperties.NIO2_READ_BUFFER_SIZE.set(client, 8 * 1024);
    CoreModuleProperties.SOCKET_KEEPALIVE.set(client, true);
    CoreModuleProperties.TCP_NODELAY.set(client, true);
    client.start();
    return new NodeShells(client);
  }

  /** A shell for the hosts of one cluster; sessions are opened when first needed. */
  public NodeShell shell(SshLogin login) {
    return new NodeShell(client, login);
  }

  @Override
  public void close() {
    client.stop();
  }

  private static Pinned pinned(Session session) {
    return ((ClientSession) session).getConnectionContext().getAttribute(PINNED);
  }

  /** Otherwise a server with several host keys may present a genuine one that is not pinned. */
  private static final class AskForPinnedKeys implements SessionListener {
    @Override
    public void sessionNegotiationOptionsCreated(
        Session session, Map<KexProposalOption, String> proposal) {
      var algorithms = pinned(session).algorithms();
      proposal.put(KexProposalOption.SERVERKEYS, String.join(",", algorithms));
    }
  }
}
