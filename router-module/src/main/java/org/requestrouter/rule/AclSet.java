package org.requestrouter.rule;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The ACLs of one configuration, and the compiler of the conditions that use them.
 *
 * <p>An ACL has to be declared, with all of its lines, before a condition uses it. The predefined
 * ones ({@code METH_GET}, {@code LOCALHOST} and so on) need no declaration.
 *
 * <p>Not thread-safe. The conditions that it compiles are immutable, hold no reference to it, and
 * may be shared among threads.
 */
public final class AclSet {
  private final Path base;
  private final Consumer<Path> onFile;
  private final Map<String, Acl> acls = new HashMap<>();
  private final Set<Integer> ids = new HashSet<>();
  private final List<String> warnings = new ArrayList<>();

  /** Creates a set of the predefined ACLs; files are resolved against the working directory. */
  public AclSet() {
    this(Path.of(""));
  }

  /**
   * Creates a set of the predefined ACLs.
   *
   * @param base the directory that the relative files of {@code -f FILE} are resolved against
   */
  public AclSet(Path base) {
    this(base, file -> {});
  }

  /**
   * Creates a set of the predefined ACLs.
   *
   * @param base the directory that the relative files of {@code -f FILE} are resolved against
   * @param onFile told of each file before it is read
   */
  public AclSet(Path base, Consumer<Path> onFile) {
    this.base = Objects.requireNonNull(base);
    this.onFile = Objects.requireNonNull(onFile);
  }

  /**
   * Declares one line of an ACL. Lines of the same name add to each other: any of them makes the
   * ACL true. The first line of a predefined name replaces the predefined ACL.
   *
   * @param name letters, digits and {@code -_.:}, in exact case, but not {@code or}
   * @param expression a fetch with its converters, flags and values: {@code path_beg -i /static/}
   * @throws RuleSyntaxException if the name or the expression breaks the grammar, if a file cannot
   *     be read, or if a condition already uses the ACL, which would not see the new line
   */
  public void define(String name, String expression) {
    checkName(name);
    Acl acl = acls.get(name);
    if (acl != null && acl.isUsed()) {
      throw new RuleSyntaxException(
          "acl '" + name + "' is already used by a condition; declare all its lines before");
    }
    Diagnostics diagnostics = new Diagnostics("acl '" + name + "'", warnings);
    Expression compiled = expression(words(expression, diagnostics), diagnostics);
    acls.computeIfAbsent(name, n -> new Acl()).add(compiled);
  }

  /**
   * Compiles a condition.
   *
   * @param text the condition, which may begin with {@code if} or {@code unless}
   * @return the condition; its {@code toString} is the text
   * @throws RuleSyntaxException if the text breaks the grammar, is empty, names an ACL that is not
   *     declared, or needs a file that cannot be read
   */
  public Condition compile(String text) {
    Diagnostics diagnostics = new Diagnostics("condition '" + text.strip() + "'", warnings);
    List<String> words = words(text, diagnostics);
    boolean unless = !words.isEmpty() && words.get(0).equals("unless");
    boolean polarity = unless || (!words.isEmpty() && words.get(0).equals("if"));
    ConditionParser parser =
        new ConditionParser(
            polarity ? words.subList(1, words.size()) : words,
            this::acl,
            expression -> expression(expression, diagnostics));
    return new CompiledCondition(text.strip(), unless, parser.parse());
  }

  /**
   * Returns what is accepted but probably not meant, or costly, in the order of the calls so far;
   * each text names the ACL or the condition. Empty if there is nothing to say.
   */
  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  private Acl acl(String name) {
    Acl acl = acls.get(name);
    if (acl == null) {
      String predefined = Predefined.expression(name);
      if (predefined == null) {
        throw new RuleSyntaxException("no such ACL '" + name + "'" + hint(name));
      }
      define(name, predefined);
      acl = acls.get(name);
    }
    return acl;
  }

  private static String hint(String name) {
    if (name.equals("&&") || Ascii.lower(name).equals("and")) {
      return "; terms are joined by standing side by side";
    }
    return name.contains("{") || name.contains("}") ? "; braces stand as words of their own" : "";
  }

  private Expression expression(List<String> words, Diagnostics diagnostics) {
    return new ExpressionParser(new PatternFiles(base, onFile), ids, diagnostics).parse(words);
  }

  /** Returns the words up to the first empty one, which ends a line as it does in HAProxy. */
  private static List<String> words(String line, Diagnostics diagnostics) {
    List<String> words = Lexer.split(line);
    int empty = words.indexOf("");
    if (empty < 0) {
      return words;
    }
    if (empty < words.size() - 1) {
      diagnostics.warn(
          "the empty argument ends the line; '" + words.get(empty + 1) + "' is ignored");
    }
    return words.subList(0, empty);
  }

  private static void checkName(String name) {
    if (Ascii.lower(name).equals("or")) {
      throw new RuleSyntaxException("'" + name + "' is an operator and cannot name an ACL");
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!Ascii.isLetter(c) && !Ascii.isDigit(c) && "-_.:".indexOf(c) < 0) {
        throw new RuleSyntaxException("invalid character '" + c + "' in ACL name '" + name + "'");
      }
    }
    if (name.isEmpty()) {
      throw new RuleSyntaxException("an ACL has no name");
    }
  }
}
