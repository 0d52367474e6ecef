package dev.halligan.e2e.fleet.played;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;

/** One command that came by SSH, on a thread of its own. */
final class PlayedCommand implements Command {
  private static final Duration LOOK = Duration.ofMillis(200);

  private final String command;
  private final InetAddress asked;
  private final InetAddress caller;
  private final Function<InetAddress, PlayedCluster> clusters;
  private OutputStream out;
  private ExitCallback exit;
  private Thread thread;

  PlayedCommand(
      String command, ChannelSession channel, Function<InetAddress, PlayedCluster> clusters) {
    var session = channel.getSession().getIoSession();
    this.command = command;
    this.asked = ((InetSocketAddress) session.getLocalAddress()).getAddress();
    this.caller = ((InetSocketAddress) session.getRemoteAddress()).getAddress();
    this.clusters = clusters;
  }

  @Override
  public void start(ChannelSession channel, Environment environment) {
    thread = Thread.ofVirtual().name("ssh " + asked).start(this::run);
  }

  private void run() {
    try {
      PlayedCluster cluster = clusters.apply(asked);
      while (cluster.now() == Ailment.BLACK_HOLE) {
        Thread.sleep(LOOK);
      }
      if (cluster.now() == Ailment.SLOW_PATH) {
        Thread.sleep(ThreadLocalRandom.current().nextInt(1200, 1900));
      }
      PlayedHost.Said said = cluster.host().run(command, caller);
      out.write(said.line().getBytes(StandardCharsets.UTF_8));
      out.flush();
      exit.onExit(said.exit());
    } catch (InterruptedException | IOException _) {
      exit.onExit(255);
    }
  }

  @Override
  public void destroy(ChannelSession channel) {
    if (thread != null) {
      thread.interrupt();
    }
  }

  @Override
  public void setInputStream(InputStream in) {
    // nothing is read
  }

  @Override
  public void setOutputStream(OutputStream stream) {
    out = stream;
  }

  @Override
  public void setErrorStream(OutputStream stream) {
    // nothing is complained about
  }

  @Override
  public void setExitCallback(ExitCallback callback) {
    exit = callback;
  }
}
