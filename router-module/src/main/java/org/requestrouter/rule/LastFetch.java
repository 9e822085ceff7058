package org.requestrouter.rule;

/**
 * The last sample of a fetch.
 *
 * @param all the fetch, whose samples are text
 */
record LastFetch(Fetch all) implements Fetch {

  @Override
  public Verdict run(RequestHead request, SampleMatch test) {
    Last last = new Last();
    all.run(request, last);
    return last.text == null ? Verdict.MISS : test.text(last.text, last.from, last.to);
  }

  /** Keeps the last sample that it is shown. */
  private static final class Last extends TextMatch {
    private String text;
    private int from;
    private int to;

    @Override
    public Verdict text(String shown, int start, int end) {
      text = shown;
      from = start;
      to = end;
      return Verdict.MISS;
    }
  }
}
