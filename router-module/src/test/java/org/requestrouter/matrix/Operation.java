package org.requestrouter.matrix;

/** What is tried on every way. */
enum Operation {
  GET("GET") {
    @Override
    void run(Way way) throws Exception {
      Operations.get(way);
    }
  },
  STREAMED_POST("streamed POST") {
    @Override
    void run(Way way) throws Exception {
      Operations.streamedPost(way);
    }
  },
  LONG_POLL("long poll") {
    @Override
    void run(Way way) throws Exception {
      Operations.longPoll(way);
    }
  },
  CLIENT_LEAVES("client leaves") {
    @Override
    void run(Way way) throws Exception {
      Operations.clientLeaves(way);
    }
  },
  SERVER_CUTS("server cuts") {
    @Override
    void run(Way way) throws Exception {
      Operations.serverCuts(way);
    }
  },
  WEB_SOCKET("WebSocket") {
    @Override
    boolean applies(Front front, Back back) {
      return front.hasChunks() && back.hasChunks();
    }

    @Override
    void run(Way way) throws Exception {
      Operations.webSocket(way);
    }
  },
  TRAILERS("trailers") {
    @Override
    boolean applies(Front front, Back back) {
      return front.hasChunks() && back.hasChunks();
    }

    @Override
    void run(Way way) throws Exception {
      Operations.trailers(way);
    }
  };

  private final String label;

  Operation(String label) {
    this.label = label;
  }

  /** Whether the protocols of both sides know it. */
  boolean applies(Front front, Back back) {
    return true;
  }

  abstract void run(Way way) throws Exception;

  @Override
  public String toString() {
    return label;
  }
}
