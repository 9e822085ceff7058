package org.requestrouter.rule;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Fuzzes the language of the rules. An input is a text of lines: the first letter of a line says
 * what it is ({@code a} an ACL, {@code c} a condition, {@code f} a format, {@code s} a sample,
 * {@code r} a key of responses, {@code q} the request that follows), and the rest is its text.
 *
 * <p>Any text compiles or is refused with the one exception that the grammar has, and what compiles
 * can be asked of every request, in bounded time, with the index or without, and twice.
 */
public final class RuleFuzzer {
  private static final int MOST = 16;
  private static final int LONGEST = 4096;
  private static final Path NO_FILES = Path.of("target", "no-such-directory");

  private final AclSet acls = new AclSet(NO_FILES, RuleFuzzer::refuse);
  private final List<Condition> conditions = new ArrayList<>();
  private final List<Condition> opposites = new ArrayList<>();
  private final List<TextFormat> formats = new ArrayList<>();
  private final List<SampleText> samples = new ArrayList<>();
  private final List<ResponseKey> keys = new ArrayList<>();
  private final List<RequestHead> requests = new ArrayList<>(FuzzRequests.FIXED);

  private RuleFuzzer() {}

  /** Runs one input; Jazzer knows the name. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length > LONGEST) {
      return;
    }
    RuleFuzzer run = new RuleFuzzer();
    new String(input, StandardCharsets.UTF_8).lines().limit(MOST).forEach(run::line);
    run.evaluate();
  }

  /** Other files are none of the language's business, and may not end at all. */
  private static void refuse(Path file) {
    throw new RuleSyntaxException("file '" + file + "' is not for fuzzing");
  }

  private void line(String line) {
    if (line.isEmpty()) {
      return;
    }
    String text = line.substring(1);
    switch (line.charAt(0)) {
      case 'a' -> define(text.strip());
      case 'c' -> condition(text);
      case 'f' -> add(formats, () -> TextFormat.compile(text));
      case 's' -> add(samples, () -> SampleText.compile(text));
      case 'r' -> add(keys, () -> ResponseKey.compile(text));
      case 'q' -> requests.addAll(FuzzRequests.parse(text));
      default -> {}
    }
  }

  private static <T> boolean add(List<T> to, Supplier<T> compilation) {
    try {
      return to.add(compilation.get());
    } catch (RuleSyntaxException x) {
      if (x.getMessage() == null || x.getMessage().isBlank()) {
        throw new AssertionError("a refusal without a reason", x);
      }
      return false;
    }
  }

  private void define(String text) {
    int blank = text.indexOf(' ');
    if (blank > 0) {
      add(
          new ArrayList<>(),
          () -> {
            acls.define(text.substring(0, blank), text.substring(blank + 1));
            return text;
          });
    }
  }

  private void condition(String text) {
    boolean compiled = add(conditions, () -> acls.compile(text));
    if (compiled) {
      Condition condition = conditions.get(conditions.size() - 1);
      check(condition.toString().equals(text.strip()), "another text: " + condition);
      String stripped = text.strip();
      boolean negative = stripped.startsWith("unless") && isEnd(stripped, "unless".length());
      boolean positive = stripped.startsWith("if") && isEnd(stripped, "if".length());
      String words = negative ? stripped.substring("unless".length()) : stripped;
      words = positive ? stripped.substring("if".length()) : words;
      if (!add(opposites, opposite((negative ? "if " : "unless ") + words))) {
        // A quoted "if" is a name now, and a number that must be unique is there already.
        opposites.add(request -> !condition.test(request));
      }
    }
  }

  private Supplier<Condition> opposite(String text) {
    return () -> acls.compile(text);
  }

  private static boolean isEnd(String text, int at) {
    return at == text.length() || " \t\n\u000b\f\r#".indexOf(text.charAt(at)) >= 0;
  }

  private void evaluate() {
    RuleSet rules = new RuleSet(conditions);
    RuleIndex index = new IndexBuilder(conditions.toArray(Condition[]::new)).build();
    for (RequestHead request : requests) {
      int first = RuleSet.NONE;
      for (int i = conditions.size() - 1; i >= 0; i--) {
        boolean verdict = conditions.get(i).test(request);
        check(verdict == conditions.get(i).test(request), "not the same twice: ", i, request);
        check(verdict != opposites.get(i).test(request), "true and false: ", i, request);
        first = verdict ? i : first;
        if (verdict && index != null) {
          check(candidates(index, request).contains(i), "not in the index: ", i, request);
        }
      }
      check(rules.first(request) == first, "another rule than " + first + ": " + request);
      formats.forEach(format -> FuzzRequests.checkField(format, format.of(request)));
      samples.forEach(sample -> check(equal(sample, request), sample + ": " + request));
      keys.forEach(key -> key.of(request.fields()));
    }
    acls.warnings().forEach(warning -> check(!warning.isBlank(), "a warning without a text"));
  }

  private static boolean equal(SampleText sample, RequestHead request) {
    String text = sample.of(request);
    return text == null ? sample.of(request) == null : text.equals(sample.of(request));
  }

  private static List<Integer> candidates(RuleIndex index, RequestHead request) {
    Candidates candidates = index.candidates(request);
    List<Integer> rules = new ArrayList<>();
    for (int rule = candidates.next(); rule != RuleSet.NONE; rule = candidates.next()) {
      check(rules.isEmpty() || rules.get(rules.size() - 1) < rule, "candidates in disorder");
      rules.add(rule);
    }
    return rules;
  }

  private void check(boolean good, String what, int condition, RequestHead request) {
    check(good, what + conditions.get(condition) + "\n" + request);
  }

  private static void check(boolean good, String what) {
    if (!good) {
      throw new AssertionError(what);
    }
  }
}
