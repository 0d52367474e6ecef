package dev.halligan.driver.node.ssh;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Keeps at most {@code limit} bytes of a host's output and remembers whether there was more. */
final class BoundedOutput extends OutputStream {
  private final int limit;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private boolean overflowed;

  BoundedOutput(int limit) {
    this.limit = limit;
  }

  @Override
  public synchronized void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) {
    var room = Math.min(length, limit - kept.size());
    kept.write(bytes, offset, room);
    overflowed |= room < length;
  }

  synchronized boolean overflowed() {
    return overflowed;
  }

  synchronized String text() {
    return kept.toString(StandardCharsets.UTF_8);
  }
}
