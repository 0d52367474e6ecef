package dev.halligan.e2e.fleet;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where things are, as e2e/fleet says in the environment.
 *
 * @param work a folder for this run: certificates, logs, what etcd stores
 * @param bin etcd, kube-apiserver and kubectl
 * @param java the JDK's home
 */
record Places(Path repository, Path work, Path bin, Path java) {

  static Places of(Map<String, String> environment) {
    return new Places(
        Path.of(environment.get("HALLIGAN_REPOSITORY")),
        Path.of(environment.get("HALLIGAN_FLEET_WORK")),
        Path.of(environment.get("HALLIGAN_FLEET_BIN")),
        Path.of(environment.get("JAVA_HOME")));
  }

  String program(String name) {
    return bin.resolve(name).toString();
  }

  Path work(String name) {
    return work.resolve(name);
  }
}
