package dev.halligan.observe;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes events.k8s.io/v1 events from its own thread. The same event within ten minutes is written
 * once and counted. If the queue is full or the server does not answer, the event is dropped and
 * that is logged.
 */
public final class EventRecorder implements Events, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EventRecorder.class);
  private static final Duration SAME = Duration.ofMinutes(10);
  private static final int QUEUE = 256;
  private static final int LONGEST_NOTE = 1_000;
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private record Key(String uid, String reason, String note) {}

  private record Entry(HasMetadata about, Type type, String reason, String note, Instant at) {
    Key key() {
      return new Key(about.getMetadata().getUid(), reason, note);
    }
  }

  private record Written(Event event, int count) {}

  private final KubernetesClient client;
  private final String instance;
  private final Clock clock;
  private final BlockingQueue<Entry> queue = new ArrayBlockingQueue<>(QUEUE);
  private final Thread writer;

  /** Used only by the writer thread. */
  private final Map<Key, Written> recent =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Written> eldest) {
          return size() > QUEUE;
        }
      };

  public EventRecorder(KubernetesClient client, String instance, Clock clock) {
    this.client = client;
    this.instance = instance;
    this.clock = clock;
    this.writer = Thread.ofVirtual().name("events").start(this::write);
  }

  @Override
  public void record(HasMetadata about, Type type, String reason, String note) {
    String cut = note.length() > LONGEST_NOTE ? note.substring(0, LONGEST_NOTE) : note;
    if (!queue.offer(new Entry(about, type, reason, cut, clock.instant()))) {
      log.atWarn().addKeyValue("reason", reason).log("event dropped: the queue is full");
    }
  }

  @Override
  public void close() {
    writer.interrupt();
  }

  private void write() {
    try {
      while (true) {
        write(queue.take());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(Entry entry) {
    try {
      Written before = recent.get(entry.key());
      boolean again = before != null && isRecent(before, entry.at());
      recent.put(entry.key(), again ? repeat(before, entry) : create(entry));
    } catch (KubernetesClientException e) {
      log.atWarn()
          .addKeyValue("reason", entry.reason())
          .addKeyValue("status", e.getCode())
          .log("event dropped: the server did not accept it");
    }
  }

  private static boolean isRecent(Written before, Instant now) {
    Instant first = Instant.parse(before.event().getEventTime().getTime());
    return first.plus(SAME).isAfter(now);
  }

  private Written create(Entry entry) {
    var about = entry.about().getMetadata();
    String suffix =
        Long.toHexString(entry.at().toEpochMilli()) + Integer.toHexString(entry.key().hashCode());
    Event event =
        new EventBuilder()
            .withNewMetadata()
            .withNamespace(about.getNamespace())
            .withName(about.getName() + "." + suffix)
            .endMetadata()
            .withEventTime(new MicroTime(MICROS.format(entry.at())))
            .withReportingController("halligan.dev/operator")
            .withReportingInstance(instance)
            .withAction(entry.reason())
            .withReason(entry.reason())
            .withType(entry.type().word())
            .withNote(entry.note())
            .withRegarding(
                new ObjectReferenceBuilder()
                    .withApiVersion(entry.about().getApiVersion())
                    .withKind(entry.about().getKind())
                    .withNamespace(about.getNamespace())
                    .withName(about.getName())
                    .withUid(about.getUid())
                    .build())
            .build();
    return new Written(client.resource(event).create(), 1);
  }

  private Written repeat(Written before, Entry entry) {
    int count = before.count() + 1;
    Event patched =
        client
            .resource(before.event())
            .edit(
                e ->
                    new EventBuilder(e)
                        .withNewSeries()
                        .withCount(count)
                        .withLastObservedTime(new MicroTime(MICROS.format(entry.at())))
                        .endSeries()
                        .build());
    return new Written(patched, count);
  }
}
