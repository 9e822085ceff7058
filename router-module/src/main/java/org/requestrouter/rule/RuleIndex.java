package org.requestrouter.rule;

/**
 * Finds the few of many rules that a request may match. A rule that could match is always among
 * them; whether it does, its condition has to tell.
 */
final class RuleIndex {
  private final int[] lists;
  private final int others;
  private final SourceIndex[] sources;

  /**
   * Creates an index.
   *
   * @param lists ascending lists of rules, each ended by {@link Candidates#END}
   * @param others where the list of those rules begins that are not found by a value, or NONE
   * @param sources what finds the other lists
   */
  RuleIndex(int[] lists, int others, SourceIndex[] sources) {
    this.lists = lists;
    this.others = others;
    this.sources = sources;
  }

  /** Returns the rules that the request may match. */
  Candidates candidates(RequestHead request) {
    Candidates candidates = new Candidates(lists);
    candidates.add(others);
    for (SourceIndex source : sources) {
      source.find(request, candidates);
    }
    return candidates;
  }
}
