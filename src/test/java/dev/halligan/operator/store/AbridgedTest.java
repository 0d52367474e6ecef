package dev.halligan.operator.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.api.v1alpha1.RecoveryRequest;
import dev.halligan.operator.Requests;
import dev.halligan.operator.request.UndoFinalizer;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AbridgedTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  static Stream<RecoveryRequest> all() {
    return Stream.of(
        Requests.ended("a", "eu-1", NOON),
        Requests.refused("b", "eu-1", NOON),
        Requests.running("c", "eu-1", NOON),
        Requests.mark(Requests.running("d", "eu-1", NOON)));
  }

  @ParameterizedTest
  @MethodSource("all")
  void brakesAndReconcilersHearTheSame(RecoveryRequest request) {
    RecoveryRequest abridged = Abridged.of(request);
    RecoveryRequests whole = new RecoveryRequests(List.of(request));
    RecoveryRequests cached = new RecoveryRequests(List.of(abridged));

    assertThat(cached.active("eu-1").isPresent()).isEqualTo(whole.active("eu-1").isPresent());
    assertThat(cached.past("eu-1")).isEqualTo(whole.past("eu-1"));
    assertThat(cached.lastAttempt("eu-1")).isEqualTo(whole.lastAttempt("eu-1"));
    assertThat(cached.recoveringElsewhere("eu-2")).isEqualTo(whole.recoveringElsewhere("eu-2"));
    assertThat(UndoFinalizer.wish(abridged)).isEqualTo(UndoFinalizer.wish(request));
    assertThat(FinishedMark.isRight(abridged)).isEqualTo(FinishedMark.isRight(request));
  }

  @Test
  void anEndedOneIsSmallAndARunningOneWhole() {
    RecoveryRequest ended = Requests.ended("a", "eu-1", NOON);
    ended.getMetadata().setManagedFields(List.of(new ManagedFieldsEntry()));
    RecoveryRequest running = Requests.running("b", "eu-1", NOON);

    assertThat(Serialization.asJson(ended)).hasSizeGreaterThan(15_000);
    assertThat(Serialization.asJson(Abridged.of(ended))).hasSizeLessThan(1_200);
    assertThat(Abridged.of(running).getStatus()).isEqualTo(running.getStatus());
    assertThat(ended.getStatus().plan()).as("the one that was given").isNotNull();
  }

  @Test
  void theLabelIsAnIndexAndNoTruth() {
    assertThat(FinishedMark.isRight(Requests.ended("a", "eu-1", NOON))).isTrue();
    assertThat(FinishedMark.isRight(Requests.mark(Requests.running("b", "eu-1", NOON)))).isFalse();
    assertThat(FinishedMark.of("eu-1")).contains("halligan.dev/finished,halligan.dev/cluster=eu-1");
    assertThat(FinishedMark.of("a".repeat(64))).isEmpty();
    assertThat(FinishedMark.of("x,y")).isEmpty();
    assertThat(FinishedMark.of(null)).isEmpty();
  }
}
