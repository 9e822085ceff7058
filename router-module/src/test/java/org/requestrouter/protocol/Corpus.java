package org.requestrouter.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the files of messages that might be understood in two ways; they explain themselves. */
public final class Corpus {
  private static final Pattern REPEAT = Pattern.compile("\\\\\\{(\\d+) ([^}]*)}");
  private static final Pattern ESCAPE = Pattern.compile("\\\\(x[0-9a-fA-F]{2}|.)");

  /**
   * What must become of a message.
   *
   * @param verdict a status, or a word of the file
   * @param message the bytes that must come out, as ISO-8859-1; null for the same as went in
   */
  public record Expectation(String verdict, String message) {
    public boolean isStatus() {
      return Character.isDigit(verdict.charAt(0));
    }

    int status() {
      return Integer.parseInt(verdict.substring(0, 3));
    }

    /** Whether the connection goes on. */
    boolean isOpen() {
      return verdict.endsWith(" open");
    }
  }

  /** A case of the file; the message is its bytes as ISO-8859-1. */
  public record Case(
      String group, String title, String name, String message, List<Expectation> expectations) {
    /** The verdicts in short. */
    String verdicts() {
      return String.join(", ", expectations.stream().map(Expectation::verdict).toList());
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private final List<Case> cases = new ArrayList<>();
  private String group;
  private String title;
  private String name;
  private StringBuilder message;
  private String verdict;
  private StringBuilder expected;
  private List<Expectation> expectations;

  private Corpus() {}

  /** Reads a file of the test resources. */
  public static List<Case> read(String resource) throws IOException {
    Corpus corpus = new Corpus();
    try (InputStream in = Corpus.class.getResourceAsStream("/hardening/" + resource)) {
      new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines().forEach(corpus::line);
    }
    corpus.endCase();
    return corpus.cases;
  }

  private void line(String line) {
    if (line.startsWith("  ")) {
      StringBuilder into = verdict == null ? message : expected;
      into.append(bytes(line.substring(2)));
    } else if (line.startsWith("group ")) {
      endCase();
      group = line.substring("group ".length(), line.indexOf(':'));
      title = line.substring(line.indexOf(':') + 2);
    } else if (line.startsWith("case ")) {
      endCase();
      name = line.substring("case ".length());
      message = new StringBuilder();
      expectations = new ArrayList<>();
    } else if (line.startsWith("--> ")) {
      endExpectation();
      verdict = line.substring("--> ".length());
      expected = new StringBuilder();
    } else if (!line.isEmpty() && !line.startsWith("#")) {
      throw new IllegalArgumentException(line);
    }
  }

  private void endExpectation() {
    if (verdict != null) {
      expectations.add(new Expectation(verdict, expected.isEmpty() ? null : expected.toString()));
    }
    verdict = null;
  }

  private void endCase() {
    if (name == null) {
      return;
    }
    endExpectation();
    if (expectations.isEmpty()) {
      throw new IllegalArgumentException(name + " has no verdict");
    }
    cases.add(new Case(group, title, name, message.toString(), List.copyOf(expectations)));
    name = null;
  }

  /** A line's bytes, with its end unless a backslash takes it away. */
  private static String bytes(String line) {
    boolean open = line.endsWith("\\") && !line.endsWith("\\\\");
    String text = open ? line.substring(0, line.length() - 1) : line + "\\r\\n";
    String repeated =
        REPEAT
            .matcher(text)
            .replaceAll(
                found ->
                    Matcher.quoteReplacement(
                        found.group(2).repeat(Integer.parseInt(found.group(1)))));
    return ESCAPE
        .matcher(repeated)
        .replaceAll(found -> Matcher.quoteReplacement(escaped(found.group(1))));
  }

  private static String escaped(String escape) {
    return switch (escape.charAt(0)) {
      case 'r' -> "\r";
      case 'n' -> "\n";
      case 't' -> "\t";
      case 's' -> " ";
      case '0' -> "\0";
      case '\\' -> "\\";
      case 'x' -> String.valueOf((char) Integer.parseInt(escape.substring(1), 16));
      default -> throw new IllegalArgumentException("\\" + escape);
    };
  }
}
