package org.requestrouter.rule;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Makes up what follows the fetch: case and other flags, files, values in all ways to quote. */
final class RandomValues {
  private static final List<String> REGEXES =
      List.of(
          "^/a",
          "b$",
          "\\d",
          "^$",
          "[[:alpha:]]+/",
          "(?i)STATIC",
          "a|x",
          "^/(?=a)",
          "\\.(png|b)$",
          "^.{0,4}$",
          "[^a-z/]",
          "\\ba\\b",
          "(?<c>a)\\k<c>",
          "^\\w+$",
          "com(:\\d+)?$");
  private static final List<String> INTEGERS =
      List.of("0", "1", "2", "5", "80", "42", "0:1", "2-5", "1:", ":1", "1024:1500", "100");

  private final Dice dice;
  private int ids;

  RandomValues(Dice dice) {
    this.dice = dice;
  }

  /** Writes the files that expressions may name. */
  static void writeFiles(Path directory) throws IOException {
    List<String> paths =
        List.of(
            "#comment", "", " /a", "/static", "/a/b  ", "\t#x", "/images\r", "A", "/a/a", "/b/b");
    Files.write(directory.resolve("paths.lst"), paths);
    List<String> values = List.of("a", "EXAMPLE.com", "\"a,b\"", "h", "5", "1", "www.example.com");
    Files.write(directory.resolve("values.lst"), values);
  }

  /** Returns flags and values for a match method, each with a blank before it. */
  String next(String method, List<String> values) {
    StringBuilder text = new StringBuilder(dice.chance(30) ? " -i" : "");
    text.append(dice.chance(5) ? " -n" : "").append(dice.chance(3) ? " -u " + (1000 + ids++) : "");
    boolean isText = !method.equals("len") && !method.equals("int") && !method.equals("reg");
    boolean file = isText && dice.chance(8);
    if (file) {
      text.append(" -f ").append(dice.pick(List.of("paths.lst", "values.lst")));
      text.append(dice.chance(30) ? " -i" : "");
    }
    text.append(dice.chance(10) ? " --" : "");
    int count = dice.between(file ? 0 : 1, 3);
    for (int i = 0; i < count; i++) {
      text.append(' ');
      switch (method) {
        case "len", "int" -> text.append(integerValue(method));
        case "reg" -> text.append(quote(dice.pick(REGEXES)));
        default -> text.append(quote(value(method, values)));
      }
    }
    return text.toString();
  }

  private String value(String method, List<String> values) {
    String value = dice.pick(values);
    boolean onlyDelimiters = value.matches(method.equals("dir") ? "[/?]*" : "[/?.:]*");
    boolean words = method.equals("dir") || method.equals("dom");
    return value.isEmpty() || (words && onlyDelimiters) ? "a" : value;
  }

  private String integerValue(String method) {
    String operator = dice.chance(60) ? "" : dice.pick(List.of("eq ", "gt ", "ge ", "lt ", "le "));
    String value = dice.pick(INTEGERS);
    // No length is less than 0, which is why the rules refuse this one.
    boolean impossible = method.equals("len") && value.equals("0");
    return impossible ? "eq 0" : operator + value;
  }

  /** Writes a value in one of the ways that keep it one word. */
  private String quote(String value) {
    if (value.isEmpty()) {
      return "";
    }
    if (value.matches("[A-Za-z0-9/.:*=+%]+") && !value.startsWith("-") && dice.chance(70)) {
      return value;
    }
    return switch (dice.between(0, 3)) {
      case 0 -> "'" + value + "'";
      case 1 -> String.format("\\x%02X", (int) value.charAt(0)) + quote(value.substring(1));
      case 2 -> '"' + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("$", "\\$") + '"';
      default -> value.replaceAll("([ \\\\'\"#])", "\\\\$1");
    };
  }
}
