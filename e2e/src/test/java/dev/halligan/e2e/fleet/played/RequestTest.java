package dev.halligan.e2e.fleet.played;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RequestTest {
  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void readsOneAfterTheOther() throws IOException {
    InputStream in =
        bytes(
            """
            PATCH /apis/x/v1/things/a?fieldManager=halligan&labelSelector=app%3Dagent HTTP/1.1\r
            Content-Length: 2\r
            Accept: application/json\r
            \r
            {}GET /livez HTTP/1.1\r
            Connection: close\r
            \r
            """);
    Request first = Request.read(in).orElseThrow();
    assertThat(first.path()).isEqualTo("/apis/x/v1/things/a");
    assertThat(first.query()).containsEntry("labelSelector", "app=agent");
    assertThat(first.body()).isEqualTo("{}".getBytes(StandardCharsets.UTF_8));
    assertThat(first.isLast()).isFalse();
    Request second = Request.read(in).orElseThrow();
    assertThat(second.method() + second.path()).isEqualTo("GET/livez");
    assertThat(second.isLast()).isTrue();
    assertThat(Request.read(in)).isEmpty();
  }

  @Test
  void refusesWhatIsNoRequest() {
    assertThatExceptionOfType(ProtocolException.class)
        .isThrownBy(() -> Request.read(bytes("hello\r\n\r\n")));
    assertThatExceptionOfType(EOFException.class).isThrownBy(() -> Request.read(bytes("GET /")));
    assertThatExceptionOfType(ProtocolException.class)
        .isThrownBy(() -> Request.read(bytes("x".repeat(20_000))));
  }
}
