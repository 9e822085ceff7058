package org.requestrouter.rule;

import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** All converters; each works on text. */
final class Converters {
  private static final Map<String, Function<Call, Converter>> KEYWORDS =
      Map.of(
          "lower",
          call -> plain(call, Ascii::lower),
          "upper",
          call -> plain(call, Ascii::upper),
          "url_dec",
          Converters::urlDecode,
          "host_only",
          call -> plain(call, Converters::host),
          "field",
          Converters::field,
          "length",
          Converters::length);

  private Converters() {}

  static boolean exists(String name) {
    return KEYWORDS.containsKey(name);
  }

  static Converter build(Call call) {
    Function<Call, Converter> builder = KEYWORDS.get(call.name());
    if (builder == null) {
      throw new RuleSyntaxException("unknown converter '" + call.name() + "'");
    }
    return builder.apply(call);
  }

  private static Converter plain(Call call, UnaryOperator<String> function) {
    call.requireAtMost(0);
    return text(function);
  }

  private static Converter text(UnaryOperator<String> function) {
    return new Converter(Kind.TEXT, next -> new TextConverter(function, next));
  }

  private static Converter urlDecode(Call call) {
    call.requireAtMost(1);
    boolean form = call.number(0, 0) != 0;
    return text(text -> UrlDecoding.decode(text, form));
  }

  private static Converter length(Call call) {
    call.requireAtMost(0);
    return new Converter(Kind.NUMBER, LengthMatch::new);
  }

  private static Converter field(Call call) {
    call.requireAtLeast(2);
    call.requireAtMost(3);
    int index = call.number(0, 0);
    if (index == 0 || call.text(1, "").isEmpty()) {
      throw new RuleSyntaxException("'field' needs an index other than 0 and a delimiter");
    }
    FieldExtraction field = new FieldExtraction(index, call.text(1, ""), call.number(2, 1));
    return text(field::of);
  }

  /** Returns the value of a Host field in lower case and without its port. */
  private static String host(String value) {
    int last = Math.max(value.lastIndexOf(':'), value.lastIndexOf(']'));
    boolean port = last >= 0 && value.charAt(last) == ':';
    return Ascii.lower(port ? value.substring(0, last) : value);
  }
}
