package org.requestrouter.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.JavascriptExecutor;

/** Scripts of a browser call an API on another host by the rules of the example. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CrossOriginBrowserTest {
  private static final String HOSTS = "--host-resolver-rules=MAP *.test 127.0.0.1";
  private static final String FETCH =
      """
      const [method, url, credentials, headers, done] = arguments;
      fetch(url, {method, credentials, headers}).then(
          async r => done([r.status, r.ok ? await r.text() : '-',
              r.headers.get('X-Request-ID'), r.headers.get('X-Hidden')].join(' ')),
          e => done(e.name));
      """;
  private static final String WEB_SOCKET =
      """
      const [url, done] = arguments;
      const socket = new WebSocket(url);
      socket.onopen = () => done('open');
      socket.onerror = () => done('refused');
      """;

  @TempDir private Path directory;
  private Browser browser;
  private int port;

  @Test
  void siblingsUseTheApiWithTheirCookiesAndStrangersDoNot() throws Exception {
    try (CrossOriginBackEnd web = new CrossOriginBackEnd();
        CrossOriginBackEnd api = new CrossOriginBackEnd();
        JettyProcess jetty = startJetty(web.port(), api.port());
        Browser opened = new Browser(directory.resolve("profile"), HOSTS)) {
      browser = opened;
      port = jetty.port();
      browser.driver().manage().timeouts().scriptTimeout(Duration.ofSeconds(60));

      browser.driver().get("http://app.example.test:" + port + "/");
      assertEquals("200 nobody 7 ", fetch("GET", "/login", "include"));
      assertEquals("200 user=anna 7 ", fetch("GET", "/me", "include"));
      assertEquals("200 nobody 7 ", fetch("GET", "/me", "omit"));
      assertEquals(
          "200 user=anna 7 ", fetch("PUT", "/me", "include", "X-Request-ID", "Content-Type"));
      assertEquals(List.of("GET /login", "GET /me", "GET /me", "PUT /me"), api.take());
      assertEquals("TypeError", fetch("PATCH", "/me", "include"));
      assertEquals("TypeError", fetch("GET", "/me", "include", "X-Other"));
      assertEquals(List.of(), api.take());
      assertEquals("502 -  ", fetch("GET", "/gone", "include"));
      api.take();

      browser.driver().get("http://evil.test:" + port + "/");
      assertEquals("TypeError", fetch("PUT", "/me", "include"));
      assertEquals(List.of(), api.take());
      assertEquals("refused", openWebSocket());
      assertEquals(List.of(), api.take());
      assertEquals("TypeError", fetch("GET", "/me", "include"));
      assertEquals(List.of("GET /me"), api.take());
      assertEquals("TypeError", fetch("GET", "/gone", "include"));
      assertEquals("200 nobody  ", fetch("GET", "/open/data", "omit"));
    }
  }

  private JettyProcess startJetty(int web, int api) throws Exception {
    Path rules =
        Configurations.example("cross-origin.xml")
            .replace("https://*.example.com", "http://*.example.test:*")
            .replace("api.example.com", "api.example.test")
            .withPorts(web, api)
            .writeTo(directory.resolve("rules.xml"));
    return JettyBase.packaged().start("request-router.rules=" + rules).awaitStarted();
  }

  /** Returns status, content, the exposed field and the other one, or the name of the error. */
  private String fetch(String method, String path, String credentials, String... fields) {
    Map<String, String> headers = new TreeMap<>();
    for (String field : fields) {
      headers.put(field, "application/json");
    }
    return (String)
        script().executeAsyncScript(FETCH, method, url("http", path), credentials, headers);
  }

  private String openWebSocket() {
    return (String) script().executeAsyncScript(WEB_SOCKET, url("ws", "/socket"));
  }

  private JavascriptExecutor script() {
    return (JavascriptExecutor) browser.driver();
  }

  private String url(String scheme, String path) {
    return scheme + "://api.example.test:" + port + path;
  }
}
