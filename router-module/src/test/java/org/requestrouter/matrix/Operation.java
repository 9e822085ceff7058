package org.requestrouter.matrix;

import java.util.function.BiPredicate;

/** What is tried on every way. */
enum Operation {
  GET("GET", Operations::get),
  STREAMED_POST("streamed POST", Operations::streamedPost),
  LONG_POLL("long poll", Operations::longPoll),
  CLIENT_LEAVES("client leaves", Operations::clientLeaves),
  SERVER_CUTS("server cuts", Operations::serverCuts),
  TRAILERS(
      "trailers", Operations::trailers, (front, back) -> front.hasChunks() && back.hasChunks());

  /** The steps of an operation. */
  @FunctionalInterface
  private interface Steps {
    void run(Way way) throws Exception;
  }

  private final String label;
  private final Steps steps;
  private final BiPredicate<Front, Back> applies;

  Operation(String label, Steps steps) {
    this(label, steps, (front, back) -> true);
  }

  /**
   * An operation that not all protocols know.
   *
   * @param applies whether both sides know it
   */
  Operation(String label, Steps steps, BiPredicate<Front, Back> applies) {
    this.label = label;
    this.steps = steps;
    this.applies = applies;
  }

  boolean applies(Front front, Back back) {
    return applies.test(front, back);
  }

  void run(Way way) throws Exception {
    steps.run(way);
  }

  @Override
  public String toString() {
    return label;
  }
}
