package org.requestrouter.rule;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Makes up conditions of every shape that the grammar allows, with every kind of expression. */
final class RandomConditions {
  private static final List<String> PREDEFINED =
      List.of(
          "TRUE",
          "FALSE",
          "LOCALHOST",
          "HTTP",
          "HTTP_1.0",
          "HTTP_1.1",
          "HTTP_2.0",
          "METH_CONNECT",
          "METH_DELETE",
          "METH_GET",
          "METH_HEAD",
          "METH_OPTIONS",
          "METH_POST",
          "METH_PUT",
          "METH_TRACE",
          "HTTP_URL_ABS",
          "HTTP_URL_SLASH",
          "HTTP_URL_STAR",
          "HTTP_CONTENT",
          "WAIT_END");
  private static final List<String> NAMES = List.of("a", "B", "acl-1", "x.y:z", "METH_PUT");

  /** HAProxy takes 64 words a line, some of which stand before the condition. */
  private static final int LONGEST = 60;

  private final Dice dice;
  private final RandomExpressions expressions;

  RandomConditions(Dice dice) {
    this.dice = dice;
    this.expressions = new RandomExpressions(dice);
  }

  /** Writes the files that conditions may name. */
  static void writeFiles(Path directory) throws IOException {
    RandomValues.writeFiles(directory);
    Files.writeString(
        directory.resolve("ips.lst"), "# networks\n10.0.0.0/8\r\n\n  2001:db8::/32\n127.0.0.1\n");
  }

  /** Returns the lines of all named ACLs, without their first word. */
  List<String> acls() {
    List<String> lines = new ArrayList<>();
    for (String name : NAMES) {
      int count = dice.between(1, 3);
      for (int i = 0; i < count; i++) {
        lines.add(name + " " + expressions.next());
      }
    }
    return lines;
  }

  /** Returns a condition that begins with {@code if} or {@code unless}. */
  String next() {
    String condition;
    do {
      condition = condition();
    } while (Lexer.split(condition).size() > LONGEST);
    return condition;
  }

  private String condition() {
    List<String> words = new ArrayList<>();
    words.add(dice.chance(75) ? "if" : "unless");
    int suites = dice.chance(60) ? 1 : dice.between(2, 3);
    for (int i = 0; i < suites; i++) {
      if (i > 0 || dice.chance(3)) {
        words.add(dice.pick(List.of("or", "||", "OR", "Or")));
      }
      int terms = dice.chance(60) ? 1 : dice.between(2, 3);
      for (int j = 0; j < terms; j++) {
        words.add(term());
      }
    }
    if (dice.chance(3)) {
      words.add("or");
    }
    String comment = dice.chance(5) ? " # { comment" : "";
    return String.join(dice.pick(List.of(" ", "\t", "  ")), words) + comment;
  }

  private String term() {
    String mark = dice.chance(65) ? "" : dice.pick(List.of("!", "! ", "!!", "! ! ", "!!!"));
    if (dice.chance(30)) {
      return mark + dice.pick(dice.chance(50) ? NAMES : PREDEFINED);
    }
    return mark + "{ " + expressions.next() + " }";
  }
}
