package org.requestrouter.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Makes up tables of rules: mostly of those that an index finds by a value, in all their forms. */
final class RandomTables {
  private static final List<String> HOST =
      List.of("hdr(host)", "req.hdr(Host)", "hdr_beg(host)", "hdr(host,1)", "hdr(host),host_only");
  private static final List<String> PATH =
      List.of("path", "path_beg", "path_beg", "url_beg", "base_beg", "path,url_dec", "path,lower");
  private static final List<String> FIELD =
      List.of("hdr(x)", "hdr(X,2)", "hdr(x,-1)", "req.fhdr(y)", "hdr_beg(x)", "hdr(y),field(2,.)");
  private static final List<String> OTHER =
      List.of("cook(a)", "req.cook(b)", "urlp(a)", "urlp_beg(n)", "hdr_sub(host)", "path_end");
  private static final List<String> NAMES = List.of("one", "two", "three");

  private final Dice dice;
  private final RandomConditions any;

  RandomTables(Dice dice) {
    this.dice = dice;
    this.any = new RandomConditions(dice);
  }

  /** Returns a set in which the names that conditions may use are declared. */
  AclSet acls(AclSet set) {
    for (String acl : any.acls()) {
      int blank = acl.indexOf(' ');
      set.define(acl.substring(0, blank), acl.substring(blank + 1));
    }
    for (String name : NAMES) {
      for (int line = dice.between(1, 3); line > 0; line--) {
        set.define(name, expression());
      }
    }
    return set;
  }

  /** Returns the conditions of a table. */
  List<String> next() {
    List<String> conditions = new ArrayList<>();
    int chanceOfAny = dice.pick(List.of(0, 2, 20));
    for (int rules = dice.between(5, 80); rules > 0; rules--) {
      conditions.add(dice.chance(chanceOfAny) ? any.next() : condition());
    }
    return conditions;
  }

  private String condition() {
    String first = dice.chance(90) ? "" : dice.pick(List.of("if ", "unless "));
    return first + repeat(60, " or ", () -> repeat(60, " ", this::term));
  }

  private String repeat(int chanceOfOne, String separator, Supplier<String> part) {
    List<String> parts = new ArrayList<>();
    for (int i = dice.chance(chanceOfOne) ? 1 : dice.between(2, 3); i > 0; i--) {
      parts.add(part.get());
    }
    return String.join(separator, parts);
  }

  private String term() {
    String mark = dice.chance(85) ? "" : dice.pick(List.of("!", "!!"));
    return mark + (dice.chance(15) ? dice.pick(NAMES) : "{ " + expression() + " }");
  }

  private String expression() {
    return switch (dice.between(0, 6)) {
      case 0, 1, 2 -> expression(dice.pick(HOST), RandomRequests.HOSTS);
      case 3, 4 -> expression(dice.pick(PATH), paths());
      case 5 -> expression(dice.pick(FIELD), List.of("a", "b", "A", "abc", "a.b", "x/y", "5"));
      default -> expression(dice.pick(OTHER), List.of("1", "2", "b=2", "a", "com", "x.png"));
    };
  }

  private List<String> paths() {
    String path = "";
    List<String> paths = new ArrayList<>(List.of("/", "example.com/a"));
    for (int i = 0; i < 3; i++) {
      path += "/" + dice.pick(RandomRequests.SEGMENTS);
      paths.add(path);
      paths.add(path + "/");
    }
    return paths;
  }

  private String expression(String fetch, List<String> values) {
    StringBuilder text = new StringBuilder(fetch).append(dice.chance(40) ? " -i" : "");
    text.append(dice.chance(80) ? "" : dice.pick(List.of(" -m str", " -m beg", " -m sub")));
    int count = dice.chance(60) ? 1 : dice.between(2, dice.chance(10) ? 12 : 4);
    for (int i = 0; i < count; i++) {
      text.append(" '").append(dice.pick(values)).append('\'');
    }
    return text.toString();
  }
}
