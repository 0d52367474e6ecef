package dev.halligan.probe;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the first line of an HTTP/1.1 response (RFC 9112, section 4), and nothing after it. */
final class StatusLine {
  private static final int LONGEST = 256;
  private static final Pattern FORM =
      Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})( .*)?\r?\n.*", Pattern.DOTALL);

  private StatusLine() {}

  /**
   * Reads the status.
   *
   * @throws IOException if the peer ends before the line is complete, or sends something else
   */
  static int read(InputStream in) throws IOException {
    byte[] buffer = new byte[LONGEST];
    int length = 0;
    while (!endsLine(buffer, length)) {
      if (length == LONGEST) {
        throw new ProtocolException("the status line is longer than " + LONGEST + " bytes");
      }
      int read = in.read(buffer, length, LONGEST - length);
      if (read < 0) {
        throw new EOFException("the answer ended before its status line");
      }
      length += read;
    }
    Matcher line = FORM.matcher(new String(buffer, 0, length, StandardCharsets.US_ASCII));
    if (!line.matches()) {
      throw new ProtocolException("the answer is not HTTP/1.1");
    }
    return Integer.parseInt(line.group(1));
  }

  private static boolean endsLine(byte[] buffer, int length) {
    for (int i = 0; i < length; i++) {
      if (buffer[i] == '\n') {
        return true;
      }
    }
    return false;
  }
}
