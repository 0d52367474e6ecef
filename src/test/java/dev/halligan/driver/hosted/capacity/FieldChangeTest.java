package dev.halligan.driver.hosted.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldChangeTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private static JsonNode json(String text) {
    try {
      return MAPPER.readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  @Test
  void replacesAndPutsBack() {
    var document = json("{'spec':{'a':[{'cpu':'600m'}]}}");
    var edit = FieldChange.of(document, "/spec/a/0/cpu", json("'1200m'"));

    assertThat(edit.make(document))
        .isEqualTo(json("{'op':'replace','path':'/spec/a/0/cpu','value':'1200m'}"));
    assertThat(edit.stands(document)).isTrue();
    assertThat(edit.undo(document))
        .isEqualTo(json("{'op':'replace','path':'/spec/a/0/cpu','value':'600m'}"));
    assertThat(document).isEqualTo(json("{'spec':{'a':[{'cpu':'600m'}]}}"));
  }

  @Test
  void makesTheObjectsAboveAndRemovesExactlyThose() {
    var before = json("{'spec':{'size':null}}");
    var document = before.deepCopy();
    var edit = FieldChange.of(document, "/spec/resources/limits/cpu", json("'1'"));

    assertThat(edit.make(document))
        .isEqualTo(json("{'op':'add','path':'/spec/resources','value':{'limits':{'cpu':'1'}}}"));
    assertThat(edit.undo(document)).isEqualTo(json("{'op':'remove','path':'/spec/resources'}"));
    assertThat(document).isEqualTo(before);
  }

  @Test
  void twoValuesInOneNewObjectGoTogetherWithIt() {
    var before = json("{'spec':{}}");
    var document = before.deepCopy();
    var cpu = FieldChange.of(document, "/spec/limits/cpu", json("'1'"));
    cpu.make(document);
    var memory = FieldChange.of(document, "/spec/limits/memory", json("'1Gi'"));
    memory.make(document);
    assertThat(cpu.stands(document)).isTrue();
    assertThat(memory.stands(document)).isTrue();

    memory.undo(document);
    cpu.undo(document);

    assertThat(document).isEqualTo(before);
  }

  @Test
  void leavesWhatSomebodyElsePutBesideIt() {
    var document = json("{'spec':{}}");
    var edit = FieldChange.of(document, "/spec/resources/limits/cpu", json("'1'"));
    edit.make(document);
    ((ObjectNode) document.at("/spec/resources")).putObject("requests");

    assertThat(edit.undo(document))
        .isEqualTo(json("{'op':'remove','path':'/spec/resources/limits'}"));
    assertThat(document).isEqualTo(json("{'spec':{'resources':{'requests':{}}}}"));
  }

  @Test
  void namesWithSlashesStayOneName() {
    var document = json("{'metadata':{'annotations':{}}}");
    var edit = FieldChange.of(document, "/metadata/annotations/a.b~1size", json("'large'"));

    edit.make(document);

    assertThat(document).isEqualTo(json("{'metadata':{'annotations':{'a.b/size':'large'}}}"));
    assertThat(edit.at()).isEqualTo("/metadata/annotations/a.b~1size");
  }

  @Test
  void seesThatSomebodyElseHasChangedIt() {
    var document = json("{'cpu':'600m'}");
    var edit = FieldChange.of(document, "/cpu", json("'1200m'"));

    assertThat(edit.isUndone(document)).isTrue();
    assertThat(edit.isUndone(json("{'cpu':'900m'}"))).isFalse();
    assertThat(edit.stands(json("{'cpu':'900m'}"))).isFalse();
    assertThat(edit.stands(json("{}"))).isFalse();
    assertThat(edit.stands(json("{'cpu':'1.2'}"))).as("as a server writes it").isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "1000m, 1, true",
    "1024Mi, 1Gi, true",
    "600M, 600Mi, false",
    "large, large, true",
    "large, small, false",
    "2, 2.0, true"
  })
  void comparesQuantitiesByWhatTheyMean(String one, String other, boolean same) {
    assertThat(QuantityEquality.of(json("{'a':'" + one + "'}"), json("{'a':'" + other + "'}")))
        .isEqualTo(same);
  }
}
