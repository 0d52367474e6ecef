package dev.halligan.e2e.fleet.played;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request of HTTP/1.1.
 *
 * @param headers by name in small letters
 */
record Request(
    String method,
    String path,
    Map<String, String> query,
    Map<String, String> headers,
    byte[] body) {
  private static final int LONGEST_LINE = 16 * 1024;

  /** Reads the next request; empty when the peer has ended. */
  static Optional<Request> read(InputStream in) throws IOException {
    String line = line(in);
    if (line.isEmpty()) {
      return Optional.empty();
    }
    String[] words = line.split(" ");
    if (words.length != 3) {
      throw new ProtocolException("\"" + line + "\" is not a valid request line");
    }
    Map<String, String> headers = new HashMap<>();
    for (String next = line(in); !next.isEmpty(); next = line(in)) {
      String[] parts = next.split(":", 2);
      headers.put(parts[0].toLowerCase(Locale.ROOT), parts.length == 1 ? "" : parts[1].strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    byte[] body = in.readNBytes(length);
    String[] target = words[1].split("\\?", 2);
    return Optional.of(
        new Request(
            words[0], target[0], query(target.length == 1 ? "" : target[1]), headers, body));
  }

  String header(String name) {
    return headers.getOrDefault(name, "");
  }

  boolean isLast() {
    return header("connection").equalsIgnoreCase("close");
  }

  private static Map<String, String> query(String text) {
    Map<String, String> query = new HashMap<>();
    for (String pair : text.split("&")) {
      String[] parts = pair.split("=", 2);
      query.put(decoded(parts[0]), parts.length == 1 ? "" : decoded(parts[1]));
    }
    return query;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        if (line.size() == 0) {
          return "";
        }
        throw new EOFException("the peer ended within a line");
      }
      if (line.size() == LONGEST_LINE) {
        throw new ProtocolException("a line is longer than " + LONGEST_LINE + " bytes");
      }
      line.write(b);
    }
    return line.toString(StandardCharsets.US_ASCII).stripTrailing();
  }
}
