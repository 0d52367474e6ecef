package dev.halligan.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CidrSamplerTest {
  private static final List<String> PODS = List.of("10.244.0.0/16");

  @Test
  void noShareIsNobodyAndAllIsTheRangesThemselves() {
    assertThat(CidrSampler.of(PODS, 0)).isEmpty();
    assertThat(CidrSampler.of(PODS, 100)).isEqualTo(PODS);
    assertThat(CidrSampler.of(List.of(), 5)).isEmpty();
  }

  @Test
  void theSmallestShareIsOnePart() {
    assertThat(CidrSampler.of(PODS, 1)).containsExactly("10.244.0.0/23");
  }

  @Test
  void aLargerShareHoldsEverySmallerOne() {
    for (var cidrs :
        List.of(PODS, List.of("10.0.0.0/8", "192.168.0.0/30", "fd00::/64", "10.9.9.9/32"))) {
      var larger = IntStream.rangeClosed(1, 99).mapToObj(p -> CidrSampler.of(cidrs, p)).toList();
      for (var i = 1; i < larger.size(); i++) {
        assertThat(larger.get(i)).containsAll(larger.get(i - 1));
      }
    }
  }

  @Test
  void aShareIsSpreadOverTheRange() {
    assertThat(CidrSampler.of(PODS, 4))
        .containsExactly(
            "10.244.0.0/23",
            "10.244.128.0/23",
            "10.244.64.0/23",
            "10.244.192.0/23",
            "10.244.32.0/23");
  }

  @Test
  void aShareIsSpreadOverManyRanges() {
    var ranges = IntStream.range(0, 8).mapToObj(i -> "10." + i + ".0.0/16").toList();

    assertThat(CidrSampler.of(ranges, 5))
        .hasSize(12)
        .startsWith("10.0.0.0/21", "10.1.0.0/21")
        .contains("10.7.0.0/21", "10.0.128.0/21");
  }

  @Test
  void theShareIsAboutThatOfTheAddresses() {
    assertThat(CidrSampler.of(PODS, 25)).hasSize(32);
    assertThat(CidrSampler.of(PODS, 50)).hasSize(64);
  }

  @Test
  void aPolicyStaysSmallHoweverManyRangesThereAre() {
    var many = IntStream.range(0, 64).mapToObj(i -> "10." + i + ".0.0/16").toList();

    assertThat(CidrSampler.of(many, 99)).hasSizeLessThanOrEqualTo(256);
  }

  @Test
  void aLoneAddressIsOnePart() {
    assertThat(CidrSampler.of(List.of("10.0.0.7/32"), 1)).containsExactly("10.0.0.7/32");
  }

  @Test
  void knowsVersionSix() {
    assertThat(CidrSampler.of(List.of("fd00::/8"), 2))
        .containsExactly("fd00:0:0:0:0:0:0:0/15", "fd80:0:0:0:0:0:0:0/15");
  }
}
