package org.requestrouter.examples.bench;

/** Systems that are compared with each other. */
enum Group {
  /** Proxies before the back end. */
  PROXIES("/b/100"),
  /** Caches before the back end, asked for the same by many. */
  POLLS("/poll?_="),
  /** The router with more and more rules. */
  RULES("/b/100"),
  /** Jetty with and without the router, serving a webapp. */
  PASS_THROUGH("/hello.txt");

  private final String path;

  Group(String path) {
    this.path = path;
  }

  /** Whether the back end itself is among them. */
  boolean hasDirect() {
    return this == PROXIES || this == POLLS;
  }

  /** A small resource, which tells that the system is ready, and warms it. */
  String path() {
    return path;
  }
}
