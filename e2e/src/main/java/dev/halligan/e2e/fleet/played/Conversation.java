package dev.halligan.e2e.fleet.played;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;

/** One connection to a played API server, from its first byte to its last. */
final class Conversation {
  private final PlayedCluster cluster;
  private final PlayedApi api;
  private final PlayedTls tls;

  Conversation(PlayedCluster cluster, PlayedApi api, PlayedTls tls) {
    this.cluster = cluster;
    this.api = api;
    this.tls = tls;
  }

  void serve(Socket socket) {
    if (!cluster.fence().admits(socket.getInetAddress())) {
      ApiPort.reset(socket);
      return;
    }
    try {
      if (cluster.now() == Ailment.DROWNED) {
        hold(socket.getInputStream());
        return;
      }
      onItsWay();
      SSLSocket secured = tls.greet(socket);
      talk(secured, new BufferedInputStream(secured.getInputStream()));
    } catch (IOException _) {
      // the client went away, or does not trust us: its affair
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void talk(SSLSocket socket, InputStream in) throws IOException, InterruptedException {
    boolean first = true;
    for (var next = Request.read(in); next.isPresent(); next = Request.read(in)) {
      if (cluster.now() == Ailment.DROWNED) {
        hold(in);
        return;
      }
      if (!first) {
        onItsWay();
      }
      atTheServer();
      Request request = next.get();
      answer(socket, request).write(socket.getOutputStream(), request.isLast());
      if (request.isLast()) {
        return;
      }
      first = false;
    }
  }

  private Answer answer(SSLSocket socket, Request request) throws IOException {
    boolean known =
        isAdmin(socket)
            || request.header("authorization").equals("Bearer " + PlayedCluster.ORDINARY_TOKEN);
    return known ? api.answer(request) : Answer.error(401, "Unauthorized");
  }

  private static boolean isAdmin(SSLSocket socket) {
    try {
      return Optional.ofNullable(socket.getSession().getPeerPrincipal())
          .filter(p -> p.getName().contains("O=system:masters"))
          .isPresent();
    } catch (SSLPeerUnverifiedException _) {
      return false;
    }
  }

  /** Takes in what comes and says nothing, until the client gives up. */
  private static void hold(InputStream in) throws IOException {
    in.transferTo(OutputStream.nullOutputStream());
  }

  private void onItsWay() throws InterruptedException {
    if (cluster.now() == Ailment.SLOW_PATH) {
      Thread.sleep(ThreadLocalRandom.current().nextInt(1200, 1900));
    }
  }

  private void atTheServer() throws InterruptedException {
    if (cluster.now() == Ailment.SLOW) {
      Thread.sleep(ThreadLocalRandom.current().nextInt(1300, 2500));
    }
  }
}
