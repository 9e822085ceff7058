package org.requestrouter.rule;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Where the samples of an expression come from. Two sources of text are equal if they show the same
 * samples; any other source is equal to itself alone.
 *
 * @param calls the fetch, followed by its converters
 * @param fetch what shows the samples
 * @param cast makes a test of converted samples into one of those that the fetch shows
 * @param text whether the samples are text, from the fetch through all converters
 */
record Source(List<Call> calls, Fetch fetch, UnaryOperator<SampleMatch> cast, boolean text) {

  private List<Call> converters() {
    return calls.subList(1, calls.size());
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof Source source
            && text
            && source.text
            && fetch.equals(source.fetch)
            && converters().equals(source.converters()));
  }

  @Override
  public int hashCode() {
    return 31 * fetch.hashCode() + converters().hashCode();
  }
}
