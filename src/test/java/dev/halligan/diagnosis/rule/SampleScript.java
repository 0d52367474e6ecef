package dev.halligan.diagnosis.rule;

import dev.halligan.diagnosis.NodeEvidence;
import dev.halligan.diagnosis.NodeEvidenceBuilder;
import dev.halligan.diagnosis.ObserverDoubt;
import dev.halligan.probe.Lane;
import dev.halligan.probe.ProbeResult;
import dev.halligan.probe.ProbeResult.Phase;
import dev.halligan.probe.ProbeResult.Timings;
import dev.halligan.probe.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * A course of events written down, one a line; {@code #} begins a comment:
 *
 * <pre>
 * t=4          ordinary  timeout http          one sample; t is the START, in seconds
 * t=0..30/2    both      ok 20ms        @cp-0  every 2 s from 0 to 30; else cp-0
 *              admin     slow-connect 1200ms · status 429 5ms · broken tls 100ms · timeout tcp
 *                        refused · noroute · untrusted
 * t=10 host    10.0.0.1 up cpu=600/600 memory=500/600 oom=1 restarts=2 started=1000 connections=80
 * t=10 host    10.0.0.1 stopped | unreachable
 * t=10 observer slow=1500ms                    this observer took so long to answer itself until now
 * t=20 clock   -3600                            the clock jumps by so many seconds
 * t=60 look                                     a verdict is asked for without a new sample
 * </pre>
 */
public final class SampleScript {

  static final Instant ZERO = Instant.parse("2024-12-11T15:16:00Z");
  private static final Pattern WHEN = Pattern.compile("t=([0-9.]+)(?:\\.\\.([0-9.]+)/([0-9.]+))?");

  /** Something that becomes known {@code at} so many milliseconds after the beginning. */
  public sealed interface Event {
    long at();
  }

  public record Arrived(long at, long startedAt, String endpoint, Lane lane, ProbeResult result)
      implements Event {
    public Sample sample(long shift) {
      return new Sample(ZERO.plusMillis(startedAt + shift), endpoint, lane, result);
    }
  }

  record Reported(long at, List<String> words) implements Event {}

  record Observed(long at, long late) implements Event {
    ObserverDoubt doubt(long shift) {
      Instant to = ZERO.plusMillis(at + shift);
      return new ObserverDoubt(ObserverDoubt.Sign.SLOW_CANARY, to.minusMillis(late), to);
    }
  }

  record ClockJumped(long at, long byMillis) implements Event {}

  record Looked(long at) implements Event {}

  private SampleScript() {}

  public static List<Event> read(List<String> lines) {
    List<Event> events = new ArrayList<>();
    for (String line : lines) {
      String text = line.replaceFirst("#.*", "").strip();
      if (!text.isEmpty()) {
        add(text, events);
      }
    }
    events.sort(Comparator.comparingLong(Event::at));
    return events;
  }

  private static void add(String line, List<Event> events) {
    List<String> words = List.of(line.split("\\s+"));
    var when = WHEN.matcher(words.getFirst());
    if (!when.matches()) {
      throw new IllegalArgumentException("'" + line + "': begin with t=4 or t=0..30/2");
    }
    double from = Double.parseDouble(when.group(1));
    double to = when.group(2) == null ? from : Double.parseDouble(when.group(2));
    double step = when.group(3) == null ? 1 : Double.parseDouble(when.group(3));
    for (double t = from; t <= to + 1e-9; t += step) {
      events.addAll(events(Math.round(t * 1000), words.subList(1, words.size())));
    }
  }

  private static List<Event> events(long at, List<String> words) {
    return switch (words.getFirst()) {
      case "host" -> List.of(new Reported(at, words.subList(1, words.size())));
      case "observer" ->
          List.of(new Observed(at, value(words, "slow").map(SampleScript::millis).orElseThrow()));
      case "clock" -> List.of(new ClockJumped(at, 1000 * Long.parseLong(words.get(1))));
      case "look" -> List.of(new Looked(at));
      case "both" -> List.of(sample(at, Lane.ADMIN, words), sample(at, Lane.ORDINARY, words));
      case String lane ->
          List.of(sample(at, Lane.valueOf(lane.toUpperCase(java.util.Locale.ROOT)), words));
    };
  }

  private static Event sample(long at, Lane lane, List<String> words) {
    String endpoint = words.getLast().startsWith("@") ? words.getLast().substring(1) : "cp-0";
    ProbeResult result = result(words.subList(1, words.size()));
    return new Arrived(at + result.timings().total().toMillis(), at, endpoint, lane, result);
  }

  private static ProbeResult result(List<String> words) {
    return switch (words.getFirst()) {
      case "ok" -> new ProbeResult.Answered(200, http(words.get(1)));
      case "slow-connect" -> new ProbeResult.Answered(200, spent(Phase.TCP, millis(words.get(1))));
      case "status" -> new ProbeResult.Answered(Integer.parseInt(words.get(1)), http(words.get(2)));
      case "timeout" ->
          new ProbeResult.TimedOut(phase(words.get(1)), spent(phase(words.get(1)), 3000));
      case "broken" ->
          new ProbeResult.Broken(
              phase(words.get(1)), spent(phase(words.get(1)), millis(words.get(2))));
      case "refused" -> new ProbeResult.Refused(spent(Phase.TCP, 1));
      case "noroute" -> new ProbeResult.NoRoute(spent(Phase.TCP, 1));
      case "untrusted" -> new ProbeResult.Untrusted("Expired", spent(Phase.TLS, 5));
      default -> throw new IllegalArgumentException("no such result: " + words);
    };
  }

  private static Timings http(String millis) {
    return spent(Phase.HTTP, millis(millis));
  }

  private static Timings spent(Phase phase, long millis) {
    Duration time = Duration.ofMillis(millis);
    return switch (phase) {
      case TCP -> new Timings(time, Duration.ZERO, Duration.ZERO);
      case TLS -> new Timings(Duration.ZERO, time, Duration.ZERO);
      case HTTP -> new Timings(Duration.ZERO, Duration.ZERO, time);
    };
  }

  private static Phase phase(String word) {
    return Phase.valueOf(word.toUpperCase(java.util.Locale.ROOT));
  }

  /** Memory is in MiB. */
  static NodeEvidence report(Instant at, List<String> words) {
    Optional<String[]> cpu = value(words, "cpu").map(text -> text.split("/"));
    Optional<String[]> memory = value(words, "memory").map(text -> text.split("/"));
    return NodeEvidenceBuilder.builder()
        .at(at)
        .host(words.getFirst())
        .reachable(!words.contains("unreachable"))
        .processRunning(words.contains("up"))
        .cpuMillis(
            cpu.map(two -> OptionalInt.of(Integer.parseInt(two[0]))).orElse(OptionalInt.empty()))
        .cpuLimitMillis(
            cpu.map(two -> OptionalInt.of(Integer.parseInt(two[1]))).orElse(OptionalInt.empty()))
        .memoryBytes(memory.map(two -> mebibytes(two[0])).orElse(OptionalLong.empty()))
        .memoryLimitBytes(memory.map(two -> mebibytes(two[1])).orElse(OptionalLong.empty()))
        .oomKills(
            value(words, "oom")
                .map(n -> OptionalLong.of(Long.parseLong(n)))
                .orElse(OptionalLong.empty()))
        .restarts(
            value(words, "restarts")
                .map(n -> OptionalLong.of(Long.parseLong(n)))
                .orElse(OptionalLong.empty()))
        .startedAt(
            value(words, "started")
                .map(n -> OptionalLong.of(Long.parseLong(n)))
                .orElse(OptionalLong.empty()))
        .connections(
            value(words, "connections")
                .map(n -> OptionalInt.of(Integer.parseInt(n)))
                .orElse(OptionalInt.empty()))
        .build();
  }

  private static OptionalLong mebibytes(String number) {
    return OptionalLong.of(Long.parseLong(number) << 20);
  }

  private static Optional<String> value(List<String> words, String name) {
    return words.stream()
        .flatMap(
            word ->
                word.startsWith(name + "=")
                    ? Arrays.stream(new String[] {word.substring(name.length() + 1)})
                    : java.util.stream.Stream.empty())
        .findFirst();
  }

  private static long millis(String text) {
    return Long.parseLong(text.replace("ms", ""));
  }
}
