package dev.halligan.e2e.fleet.played;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** An answer of HTTP/1.1. */
record Answer(int status, String type, String body) {

  static Answer json(JsonNode body) {
    return new Answer(200, "application/json", body.toString());
  }

  static Answer text(String body) {
    return new Answer(200, "text/plain", body);
  }

  /** An error as the Kubernetes API words it. */
  static Answer error(int status, String reason) {
    return new Answer(
        status,
        "application/json",
        """
        {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","reason":"%s","message":"%s (played)","code":%d}"""
            .formatted(reason, reason, status));
  }

  void write(OutputStream out, boolean last) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String head =
        "HTTP/1.1 %d %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n%s\r\n"
            .formatted(
                status,
                status < 400 ? "OK" : "Refused",
                type,
                bytes.length,
                last ? "Connection: close\r\n" : "");
    byte[] first = head.getBytes(StandardCharsets.US_ASCII);
    byte[] all = new byte[first.length + bytes.length];
    System.arraycopy(first, 0, all, 0, first.length);
    System.arraycopy(bytes, 0, all, first.length, bytes.length);
    out.write(all);
    out.flush();
  }
}
