package org.requestrouter.examples.microbench;

/** Requests as clients send them. */
final class Requests {
  private static final String BROWSER =
      """
      User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0
      Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8
      Accept-Language: en-US,en;q=0.5
      Accept-Encoding: gzip, deflate, br
      Referer: http://www.example.com/start
      Connection: keep-alive
      Cookie: session=0123456789abcdef; theme=dark
      Cache-Control: max-age=0

      """;

  private Requests() {}

  /** Returns the bytes of a browser's request. */
  static String browser(String methodAndTarget, String host) {
    String head = methodAndTarget + " HTTP/1.1\nHost: " + host + "\n" + BROWSER;
    return head.replace("\n", "\r\n");
  }
}
