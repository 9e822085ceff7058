package org.requestrouter.rule;

/** Where samples come from: one part of the request, with any number of values. */
@FunctionalInterface
interface Fetch {

  /** The fetch of a part that no request has. */
  Fetch NOTHING = (request, test) -> Verdict.MISS;

  /** Shows the samples to the test, in order, until one is no miss; returns the last verdict. */
  Verdict run(RequestHead request, SampleMatch test);
}
