package dev.halligan;

import dev.halligan.sidecar.FenceProbe;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/**
 * Does what an operator and a fence probe do first, against nobody. What is loaded meanwhile
 * becomes the image's cache of loaded classes (JEP 483), with which a fence probe starts in half of
 * the processor time. Run by {@code operator/image/build} only.
 */
final class AotTraining {
  private static final int DISCARD = 9;

  private AotTraining() {}

  /** Goes on until it is stopped, or until the operator gives up looking for its API server. */
  public static void main(String[] args) throws Exception {
    loadOwnClasses();
    var nobody = new InetSocketAddress(InetAddress.getLoopbackAddress(), DISCARD);
    new FenceProbe(List.of(nobody), System.out).look();
    Main.main(new String[0]);
  }

  /** A recovery's classes are needed first when the machine is busiest. */
  private static void loadOwnClasses() throws IOException, URISyntaxException {
    var source = AotTraining.class.getProtectionDomain().getCodeSource().getLocation();
    try (var jar = new JarFile(Path.of(source.toURI()).toFile())) {
      jar.stream()
          .map(ZipEntry::getName)
          .filter(name -> name.endsWith(".class") && name.startsWith("dev/halligan/"))
          .map(name -> name.substring(0, name.length() - ".class".length()).replace('/', '.'))
          .forEach(AotTraining::load);
    }
  }

  private static void load(String name) {
    try {
      Class.forName(name, false, AotTraining.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(name + " is in the jar and cannot be loaded", e);
    }
  }
}
