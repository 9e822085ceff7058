package org.requestrouter.balance;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.requestrouter.balance.Policy.Kind;

/** Reads a policy: a word, perhaps an argument in parentheses, perhaps an option after a blank. */
final class PolicyParser {
  private static final String KNOWN =
      "roundrobin, leastconn, random, random(DRAWS), first, source, uri, uri whole, hdr(NAME),"
          + " url_param(NAME), cookie(NAME)";
  private static final Pattern SYNTAX =
      Pattern.compile("([a-z_]+)(?:\\(([^()\\s]*)\\))?(?:\\s+(.+))?");

  /** The names that need no quoting in a fetch. */
  private static final Pattern NAME = Pattern.compile("[\\w.~!%*+:@\\[\\]^|/-]+");

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,3}");
  private static final int DEFAULT_DRAWS = 2;
  private static final int MAX_DRAWS = 256;

  private final String text;
  private String argument;
  private String option;

  PolicyParser(String text) {
    this.text = text == null ? "" : text.strip();
  }

  Policy parse() {
    Matcher matcher = SYNTAX.matcher(text);
    if (!matcher.matches()) {
      throw unknown();
    }
    argument = matcher.group(2);
    option = matcher.group(3);
    return switch (matcher.group(1)) {
      case "roundrobin" -> plain(Kind.ROUND_ROBIN);
      case "leastconn" -> plain(Kind.LEAST_CONNECTIONS);
      case "first" -> plain(Kind.FIRST);
      case "random" -> random();
      case "source" -> source();
      case "uri" -> uri();
      // HAProxy hashes the first value, whereas its fetch without a number gives the last.
      case "hdr" -> named("req.hdr(", ",1)");
      case "cookie" -> named("req.cook(", ")");
      case "url_param" -> parameter();
      default -> throw unknown();
    };
  }

  private Policy plain(Kind kind) {
    refuseArgument();
    refuseOption();
    return Policy.of(text, kind);
  }

  private Policy random() {
    refuseOption();
    if (argument == null) {
      return Policy.random(text, DEFAULT_DRAWS);
    }
    int draws = NUMBER.matcher(argument).matches() ? Integer.parseInt(argument) : 0;
    if (draws < 1 || draws > MAX_DRAWS) {
      throw refused("the number of draws must be from 1 to " + MAX_DRAWS);
    }
    return Policy.random(text, draws);
  }

  private Policy source() {
    refuseArgument();
    refuseOption();
    return Policy.hash(text, "src");
  }

  private Policy uri() {
    refuseArgument();
    if ("whole".equals(option)) {
      return Policy.hash(text, "pathq");
    }
    // The path is hashed even of an absolute URI: other HTTP versions know no such form.
    if (!"path-only".equals(option)) {
      refuseOption();
    }
    return Policy.hash(text, "path");
  }

  /** Also reads HAProxy's own way of writing it, with the name as an option. */
  private Policy parameter() {
    if (argument == null) {
      argument = option;
      option = null;
    }
    return named("urlp(", ")");
  }

  private Policy named(String start, String end) {
    if (argument == null || argument.isEmpty()) {
      throw refused("a name in parentheses is missing");
    }
    if (!NAME.matcher(argument).matches()) {
      throw refused("'" + argument + "' is not a name");
    }
    refuseOption();
    return Policy.hash(text, start + argument + end);
  }

  private void refuseArgument() {
    if (argument != null) {
      throw refused("takes no argument in parentheses");
    }
  }

  private void refuseOption() {
    if (option != null) {
      throw refused("the option '" + option + "' is not supported");
    }
  }

  private IllegalArgumentException unknown() {
    return refused("unknown policy; use one of " + KNOWN);
  }

  private IllegalArgumentException refused(String reason) {
    return new IllegalArgumentException("balance '" + text + "': " + reason);
  }
}
