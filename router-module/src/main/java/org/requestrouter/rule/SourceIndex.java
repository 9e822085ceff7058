package org.requestrouter.rule;

/**
 * Finds rules by the samples of one source.
 *
 * @param source what all these rules look at
 * @param exact the values that distinguish case
 * @param folded the values that ignore it
 */
record SourceIndex(Source source, SampleTable exact, SampleTable folded) {

  /** Adds every rule that a sample of the request may satisfy. */
  void find(RequestHead request, Candidates candidates) {
    source.fetch().run(request, source.cast().apply(new Search(candidates)));
  }

  /** Takes the place of the test of an expression, and wants to see every sample. */
  private final class Search extends TextMatch {
    private final Candidates candidates;

    Search(Candidates candidates) {
      this.candidates = candidates;
    }

    @Override
    public Verdict text(String text, int from, int to) {
      exact.find(text, from, to, candidates);
      folded.find(text, from, to, candidates);
      return Verdict.MISS;
    }
  }
}
