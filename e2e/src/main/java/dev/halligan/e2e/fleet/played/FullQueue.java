package dev.halligan.e2e.fleet.played;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * A listener that nobody accepts from and whose queue is full: Linux drops further SYNs, and who
 * knocks hears nothing at all.
 */
final class FullQueue implements AutoCloseable {
  /** Linux queues one more than the backlog says. */
  private static final int BACKLOG = 1;

  private final ServerSocket listener = new ServerSocket();
  private final List<SocketChannel> waiting = new ArrayList<>();

  FullQueue(InetSocketAddress address) throws IOException {
    listener.setReuseAddress(true);
    listener.bind(address, BACKLOG);
    for (int i = 0; i <= BACKLOG; i++) {
      SocketChannel channel = SocketChannel.open();
      waiting.add(channel);
      // others may be quicker: then theirs fill the queue, and ours need not be waited for
      channel.configureBlocking(false);
      channel.connect(address);
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (SocketChannel channel : waiting) {
      channel.close();
    }
  }
}
