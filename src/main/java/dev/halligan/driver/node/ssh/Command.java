package dev.halligan.driver.node.ssh;

import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/** One halligan-node command, limited to the characters that its forced command accepts. */
final class Command {
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9._:/,=-]+");

  private final List<String> words = new ArrayList<>();

  private Command(String verb) {
    words.add(verb);
  }

  static Command of(String verb) {
    return new Command(verb);
  }

  Command with(String option, Object value) {
    var word = String.valueOf(value);
    if (!WORD.matcher(word).matches()) {
      throw new ControlFailure(
          Reason.BAD_ARGUMENT,
          "--" + option + " has a character that halligan-node refuses; nothing was sent",
          "use only letters, digits and . _ : / , = -");
    }
    words.add("--" + option);
    words.add(word);
    return this;
  }

  Command with(String option, Collection<String> values) {
    return with(option, String.join(",", values));
  }

  String verb() {
    return words.getFirst();
  }

  String text() {
    return String.join(" ", words);
  }
}
