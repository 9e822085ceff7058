package org.requestrouter.rule;

/**
 * The text of one sample of a request: a fetch, perhaps with converters, as the conditions have
 * them, for example {@code src} or {@code req.hdr(host),lower}. Immutable and thread-safe.
 *
 * <p>Of several values the first counts, but of those of a field or a cookie the last, as in
 * HAProxy; {@code req.hdr(x,1)} names another.
 */
public final class SampleText {
  private final String expression;
  private final Fetch fetch;
  private final Source source;

  private SampleText(String expression, Fetch fetch, Source source) {
    this.expression = expression;
    this.fetch = fetch;
    this.source = source;
  }

  /**
   * Compiles an expression.
   *
   * @param expression a fetch with its converters; blanks around it do not matter
   * @throws RuleSyntaxException if it breaks the grammar, or is not a sample but a test
   */
  public static SampleText compile(String expression) {
    String text = expression == null ? "" : expression.strip();
    if (text.isEmpty()) {
      throw new RuleSyntaxException("missing fetch: the sample expression is empty");
    }
    Sample sample = Sample.parse(text);
    Source source = sample.source();
    String name = source.calls().get(0).name();
    if (sample.keyword().suffix() != null) {
      throw new RuleSyntaxException(
          "'" + name + "' is a test, not a sample; write it without the suffix");
    }
    if (source.fetch() == Fetch.NOTHING) {
      throw new RuleSyntaxException("'" + name + "' without a name never has a value");
    }
    return new SampleText(text, single(source.fetch()), source);
  }

  private static Fetch single(Fetch fetch) {
    boolean last =
        fetch instanceof CookieFetch || (fetch instanceof HeaderFetch header && header.showsAll());
    return last ? new LastFetch(fetch) : fetch;
  }

  /** Returns the text of the sample, which may be empty, or null if the request has none. */
  public String of(RequestHead request) {
    Capture capture = new Capture();
    fetch.run(request, source.cast().apply(capture));
    return capture.text;
  }

  @Override
  public String toString() {
    return expression;
  }

  /** Keeps the first sample that it is shown. */
  private static final class Capture extends TextMatch {
    private String text;

    @Override
    public Verdict text(String shown, int from, int to) {
      text = shown.substring(from, to);
      return Verdict.HIT;
    }
  }
}
