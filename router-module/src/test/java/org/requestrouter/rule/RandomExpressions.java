package org.requestrouter.rule;

import java.util.ArrayList;
import java.util.List;

/** Makes up expressions: every family of fetches, with flags, match methods and values. */
final class RandomExpressions {
  private static final List<String> SUFFIXES =
      List.of("_beg", "_dir", "_dom", "_end", "_len", "_reg", "_sub");
  private static final List<String> TEXT_METHODS =
      List.of("str", "beg", "end", "sub", "dir", "dom", "reg", "len");
  private static final List<String> PATHS =
      List.of(
          "/",
          "/a",
          "/static",
          "/Static/",
          "a/b",
          "a",
          "static",
          "x.png",
          ".png",
          "png",
          "a.b",
          "b",
          "..",
          "p;v=1",
          "*",
          "//");
  private static final List<String> NETWORKS =
      List.of(
          "10.0.0.0/8",
          "10.0.0.1",
          "127.0.0.1/8",
          "127.1",
          "10.1",
          "192.168.0.0/255.255.0.0",
          "::1",
          "2001:db8::/32",
          "::ffff:10.0.0.0/104",
          "0.0.0.0/0",
          "::/0",
          "2002:a00::/24",
          "10.0.0.1/255.0.0.255",
          "1.2.3.4");

  private final Dice dice;
  private final RandomValues values;

  RandomExpressions(Dice dice) {
    this.dice = dice;
    this.values = new RandomValues(dice);
  }

  String next() {
    return switch (dice.between(0, 11)) {
      case 0, 1 -> text(pathFetch(), PATHS);
      case 2, 3 -> text("hdr" + dice.pick(List.of("(host)", "(Host,1)", "(host,-1)")), hosts());
      case 4 -> text(headerFetch(), RandomRequests.VALUES);
      case 5 -> text(cookieFetch(), List.of("1", "2", "b=2", "x", "\"1;x\"", "x y", "7"));
      case 6 -> text(parameterFetch(), List.of("1", "2", "%31", "b=2", "x+y", "x y", "3", "12"));
      case 7 -> integer();
      case 8 -> address();
      case 9 -> method();
      case 10 -> other();
      default -> existence();
    };
  }

  private static List<String> hosts() {
    List<String> hosts = new ArrayList<>(RandomRequests.HOSTS);
    hosts.addAll(
        List.of("www.", ".com", ".example.com", "com", "8080", "example", "example.", "COM"));
    return hosts;
  }

  private String pathFetch() {
    return dice.pick(List.of("path", "path", "url", "base", "pathq", "query"));
  }

  private String headerFetch() {
    String name = dice.pick(List.of("x", "X", "y", "z", "x-number"));
    String occurrence =
        dice.chance(60) ? "" : dice.pick(List.of(",1", ",2", ",3", ",-1", ",-2", ",0", ",-10"));
    return dice.pick(List.of("hdr", "hdr", "req.hdr", "req.fhdr")) + "(" + name + occurrence + ")";
  }

  private String cookieFetch() {
    return dice.pick(List.of("cook", "cook", "req.cook"))
        + dice.pick(List.of("(a)", "(b)", "(A)", "(aa)", ""));
  }

  private String parameterFetch() {
    return dice.pick(List.of("urlp", "urlp", "url_param"))
        + dice.pick(List.of("(a)", "(b)", "(A)", "(aa)", "(a,;)", "(v,;)", "(a,&)", ""));
  }

  /** Adds a suffix, converters or a match method, then flags and values. */
  private String text(String fetch, List<String> choices) {
    int parenthesis = fetch.indexOf('(');
    String name = parenthesis < 0 ? fetch : fetch.substring(0, parenthesis);
    String arguments = fetch.substring(name.length());
    String method = "str";
    if (List.of("path", "url", "base", "hdr", "cook", "urlp").contains(name) && dice.chance(50)) {
      String suffix = dice.pick(SUFFIXES);
      name += suffix;
      method = suffix.substring(1);
    }
    String word = name + arguments;
    if (dice.chance(15)) {
      String converter =
          dice.pick(
              List.of(
                  ",lower",
                  ",upper",
                  ",url_dec",
                  ",url_dec(1)",
                  ",length",
                  ",host_only",
                  ",field(2,/)",
                  ",field(-1,.)",
                  ",field(1,:)",
                  ",field(1,a,0)",
                  ",field(-2,/,2)",
                  ",lower,upper",
                  ",field(2,=),lower"));
      word += converter;
      method = converter.contains("length") ? "int" : "str";
    }
    String flags = "";
    if (dice.chance(25)) {
      method = dice.pick(TEXT_METHODS);
      flags = " -m " + method;
    }
    return word + flags + values.next(method, choices);
  }

  private String integer() {
    String fetch =
        dice.pick(
            List.of(
                "hdr_cnt(x)",
                "hdr_cnt",
                "hdr_cnt(host)",
                "req.hdr_cnt(y)",
                "req.fhdr_cnt(x)",
                "req.fhdr_cnt",
                "cook_cnt",
                "cook_cnt(a)",
                "req.cook_cnt(b)",
                "hdr_val(x-number)",
                "hdr_val(x-number,1)",
                "req.hdr_val(x-number,-1)",
                "req.hdr_val(content-length)",
                "cook_val(n)",
                "req.cook_val(n)",
                "urlp_val(n)",
                "src_port",
                "dst_port"));
    String method = dice.chance(15) ? dice.pick(List.of("int", "str", "len", "beg")) : "";
    return fetch
        + (method.isEmpty() ? "" : " -m " + method)
        + values.next(method.isEmpty() ? "int" : method, List.of("1", "5", "2", "80"));
  }

  private String address() {
    String fetch =
        dice.pick(
            List.of(
                "src",
                "src",
                "dst",
                "hdr_ip(x-forwarded-for)",
                "hdr_ip(x-forwarded-for,-1)",
                "req.hdr_ip(x-forwarded-for,2)",
                "hdr(x-forwarded-for) -m ip",
                "req.hdr(x-forwarded-for,1) -m ip"));
    if (!fetch.contains("-m") && dice.chance(15)) {
      String method = dice.pick(List.of("str", "beg", "sub", "len"));
      return fetch
          + " -m "
          + method
          + values.next(
              method,
              List.of(
                  "10.",
                  "::1",
                  "10.0.0.1",
                  "2001:db8::1",
                  "::ffff:10.0.0.1",
                  "2002:a00:1::",
                  "::1.2.3.4",
                  "::"));
    }
    StringBuilder text = new StringBuilder(fetch);
    if (dice.chance(15)) {
      text.append(" -f ips.lst");
    }
    int count = dice.between(1, 3);
    for (int i = 0; i < count; i++) {
      text.append(' ').append(dice.pick(NETWORKS));
    }
    return text.toString();
  }

  private String method() {
    String method =
        dice.chance(70) ? "" : dice.pick(List.of("str", "beg", "end", "sub", "reg", "len"));
    List<String> methods = new ArrayList<>(RandomRequests.METHODS);
    methods.addAll(List.of("CONNECT", "P", "T", "PropFind"));
    return "method"
        + (method.isEmpty() ? "" : " -m " + method)
        + values.next(method.isEmpty() ? "str" : method, methods);
  }

  private String other() {
    return switch (dice.between(0, 7)) {
      case 0 -> "req.ver" + values.next("str", List.of("1.0", "1.1", "2.0"));
      case 1 -> "req_ver" + values.next("str", List.of("1.0", "1.1", "1."));
      case 2 -> "req.ver -m " + dice.pick(List.of("beg 1.", "end .0", "reg \\.1$", "len 3"));
      case 3 ->
          dice.pick(List.of("ssl_fc", "always_true", "always_false", "req.proto_http", "wait_end"));
      case 4 -> "always_true -m " + dice.pick(List.of("int 1", "int 0", "bool", "str 1", "found"));
      case 5 ->
          "req.hdr_names"
              + dice.pick(List.of("", "(:)"))
              + " -m sub"
              + values.next("sub", List.of("host", "x", ",x,", "cookie", ":y"));
      case 6 -> "hdr(x) -m bin " + dice.pick(List.of("61", "6162", "5A", "61 62 41"));
      default -> "hdr(x-number) -m int" + values.next("int", List.of());
    };
  }

  private String existence() {
    String fetch =
        dice.pick(
            List.of(
                "path",
                "query",
                "pathq",
                "base",
                "hdr(x)",
                "hdr(z)",
                "hdr",
                "hdr(x,3)",
                "req.fhdr(y,-2)",
                "cook(a)",
                "cook",
                "urlp(a)",
                "url_param",
                "hdr_ip(x-forwarded-for)",
                "hdr_val(x-number)",
                "src",
                "method",
                "urlp(b),url_dec",
                "hdr(x),field(2,.)"));
    boolean number = List.of("hdr(x)", "hdr_val(x-number)", "cook(a)", "urlp(a)").contains(fetch);
    return fetch
        + " -m "
        + (number && dice.chance(40) ? "bool" : "found")
        + (dice.chance(10) ? " ignored" : "");
  }
}
