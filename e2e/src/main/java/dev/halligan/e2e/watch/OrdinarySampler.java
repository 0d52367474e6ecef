package dev.halligan.e2e.watch;

import dev.halligan.e2e.lab.Shell;
import dev.halligan.e2e.measure.LaneSample;
import dev.halligan.e2e.measure.Stopwatch;
import io.fabric8.kubernetes.client.Config;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * An ordinary client: fenced like every other, queued like every other. It reads one ConfigMap four
 * times a second and gives up after five seconds.
 */
public final class OrdinarySampler implements AutoCloseable {
  private static final String PATH = "/api/v1/namespaces/halligan-probe/configmaps/probe";
  private static final String FOLDER = "/run/halligan-drill";

  /** Sends without waiting for answers; ends when its standard input does. */
  private static final String LOOP =
      """
      while read -rt 0.25 _ || [ $? -gt 128 ]; do
        { at=$EPOCHREALTIME; said=$(%scurl -K %s/ask -w '%%{http_code} %%{time_total}'); echo "$at $said $?"; } &
      done
      """;

  private final Shell.Running running;

  public OrdinarySampler(
      ClientVantage client, Config ordinary, Stopwatch watch, Consumer<LaneSample> samples) {
    String ask =
        """
        url = "%s%s"
        header = "Authorization: Bearer %s"
        insecure
        silent
        output = "/dev/null"
        max-time = 5
        """
            .formatted(ordinary.getMasterUrl().replaceAll("/$", ""), PATH, token(ordinary));
    client.node().write(FOLDER + "/ask", "600", ask, FOLDER);
    String loop = LOOP.formatted(client.prefix(), FOLDER);
    this.running = client.node().follow(loop, line -> parse(line, watch).ifPresent(samples));
  }

  /** fabric8 keeps a token that it has read from a kubeconfig apart from one that was set. */
  private static String token(Config config) {
    return Objects.requireNonNullElseGet(config.getOauthToken(), config::getAutoOAuthToken);
  }

  /** Reads {@code <epoch second> <status> <seconds> <exit status of curl>}. */
  static Optional<LaneSample> parse(String line, Stopwatch watch) {
    String[] words = line.strip().split(" ");
    if (words.length != 4) {
      return Optional.empty();
    }
    String outcome =
        switch (words[3]) {
          case "0" -> words[1];
          case "7" -> "refused";
          case "28" -> "timed out";
          default -> "broken: curl " + words[3];
        };
    double at = watch.atEpochSecond(Double.parseDouble(words[0]));
    return Optional.of(
        new LaneSample(at, Double.parseDouble(words[2]) * 1000, outcome.equals("200"), outcome));
  }

  @Override
  public void close() {
    running.close();
  }
}
