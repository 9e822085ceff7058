package org.requestrouter.rule;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A fetch with its converters, as the first word of an expression gives them.
 *
 * @param keyword what the fetch is named by
 * @param kind the type of the samples behind the last converter
 * @param source where they come from
 */
record Sample(FetchKeyword keyword, Kind kind, Source source) {

  static Sample parse(String word) {
    List<Call> calls = CallParser.parse(word);
    FetchKeyword keyword = Fetches.named(calls.get(0).name());
    Fetch fetch = keyword.builder().build(calls.get(0));
    UnaryOperator<SampleMatch> cast = keyword.cast();
    Kind kind = keyword.kind();
    boolean text = kind == Kind.TEXT;
    for (Call call : calls.subList(1, calls.size())) {
      Converter converter = Converters.build(call);
      UnaryOperator<SampleMatch> before = cast;
      cast = next -> before.apply(converter.before().apply(next));
      kind = converter.kind();
      text &= kind == Kind.TEXT;
    }
    return new Sample(keyword, kind, new Source(List.copyOf(calls), fetch, cast, text));
  }

  /** Whether the keyword's suffix still names the match method: a converter cancels it. */
  boolean isSuffixed() {
    return keyword.suffix() != null && source.calls().size() == 1;
  }
}
