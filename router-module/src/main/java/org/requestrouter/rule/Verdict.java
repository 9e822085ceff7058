package org.requestrouter.rule;

/** What became of one sample. */
enum Verdict {
  /** No value matches this sample; the fetch goes on to its next one. */
  MISS,
  /** A value matches; no further sample is looked at. */
  HIT,
  /** A converter could not convert this sample, which ends the expression without a match. */
  STOP
}
