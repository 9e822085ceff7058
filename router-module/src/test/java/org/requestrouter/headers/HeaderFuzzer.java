package org.requestrouter.headers;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.requestrouter.affinity.CookieRemovalOracle;
import org.requestrouter.config.RoutingConfig;
import org.requestrouter.config.RuleConfig;
import org.requestrouter.rule.FuzzRequests;
import org.requestrouter.rule.Networks;

/**
 * Fuzzes what becomes of headers. An input is the header of a request, which may be followed by
 * lines of fields of a response, after a letter that says by which settings they are changed.
 *
 * <p>Whatever a client sends and Jetty accepts, a server gets one header, with one Host and one
 * framing, without anything that concerns the client's connection, and with who asked as the router
 * knows it; and what it gets is read the same once more.
 */
public final class HeaderFuzzer {
  private static final Site SERVER = Site.of(URI.create("http://127.0.0.1:8081"));
  private static final Networks ALL = Networks.parse("0.0.0.0/0");
  private static final Set<String> OURS =
      Set.of("via", "forwarded", "x-forwarded-for", "x-forwarded-proto", "x-forwarded-host");
  private static final Set<String> SET_BY_RULE = Set.of("x-set", "x-added", "x-path");
  private static final RequestFields USUAL = new RequestFields(true, true, "router");
  private static final List<RequestFields> SETTINGS =
      List.of(
          USUAL,
          new RequestFields(true, true, "router", ALL),
          new RequestFields(false, false, ""),
          USUAL.with(rule("/api", "/", RuleConfig.SERVER)),
          USUAL.with(rule("/", "/v2", "other.example:81")));

  private final RequestFields settings;
  private final FuzzedRequest sent;
  private final Request request;
  private final String shown;

  private HeaderFuzzer(RequestFields settings, FuzzedRequest sent, Request request, String shown) {
    this.settings = settings;
    this.sent = sent;
    this.request = request;
    this.shown = shown;
  }

  private static RuleConfig rule(String prefix, String replacement, String host) {
    RuleConfig rule = new RoutingConfig().useBackend("b");
    rule.replacePrefix(prefix, replacement);
    rule.setHost(host);
    rule.setRewriteLocation(true);
    rule.setRewriteCookiePath(true);
    rule.setRequestHeader("X-Set", "<%[req.hdr(x)]> %[url_param(q),url_dec] %[req.cook(c)]");
    rule.addRequestHeader("X-Added", "%[req.hdr(host),lower]");
    rule.setRequestHeader("X-Path", "%[path,url_dec]");
    rule.delRequestHeader("X-Gone");
    rule.setResponseHeader("X-Set", "%[query,url_dec]");
    rule.addResponseHeader("X-Added", "%[req.hdr(x),url_dec]");
    rule.delResponseHeader("X-Gone");
    return rule;
  }

  /** Runs one input; Jazzer knows the name. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length == 0) {
      return;
    }
    String text = new String(input, 1, input.length - 1, ISO_8859_1);
    int end = text.indexOf("\r\n\r\n");
    String head = end < 0 ? text : text.substring(0, end + 4);
    FuzzedRequest sent = FuzzedRequest.parse(head);
    Request request = sent == null ? null : sent.toRequest();
    if (request == null || RequestCheck.check(request) != null) {
      return;
    }
    RequestFields settings = SETTINGS.get((input[0] & 0xFF) % SETTINGS.size());
    HeaderFuzzer run = new HeaderFuzzer(settings, sent, request, head);
    run.checkRequest();
    run.checkResponse(end < 0 ? "" : text.substring(end + 4));
    sent.fields().getValuesList("Cookie").forEach(CookieRemovalOracle::check);
  }

  private void checkRequest() {
    boolean chunked = sent.fields().contains(HttpHeader.TRANSFER_ENCODING);
    // As the sender does: with a length there are no chunks.
    chunked &= !sent.fields().contains(HttpHeader.CONTENT_LENGTH);
    WrittenHead written = new WrittenHead(written(chunked));
    written.checkFraming(chunked);
    Set<String> named = named(sent.fields());
    named.removeAll(SET_BY_RULE);
    for (String name : named) {
      check(OURS.contains(name) || written.values(name).isEmpty(), "not removed: " + name);
    }
    checkWhoAsked(written);
    if (settings.responses() == null) {
      check(written.without(OURS).equals(expected()), "not the same fields: " + expected());
    } else {
      check(written.values("x-gone").isEmpty(), "X-Gone");
      SET_BY_RULE.forEach(name -> check(!written.values(name).isEmpty(), name));
      check(written.values("x-set").size() == 1 && written.values("x-path").size() == 1, "X-Set");
    }
    FuzzedRequest again = FuzzedRequest.parse(written(chunked));
    check(again != null && again.method().equals(sent.method()), "not read again");
    check(
        again.fields().stream().map(HeaderFuzzer::line).toList().equals(written.without(Set.of())),
        "read otherwise");
  }

  private String written(boolean chunked) {
    ByteBuffer bytes = settings.write(request, SERVER, chunked).toBuffer();
    return ISO_8859_1.decode(bytes).toString();
  }

  private void checkWhoAsked(WrittenHead written) {
    if (settings == SETTINGS.get(2)) {
      OURS.forEach(name -> check(name.equals("via") || written.values(name).isEmpty(), name));
      return;
    }
    List<String> clients = written.values("x-forwarded-for");
    check(clients.size() == 1, "X-Forwarded-For");
    List<String> vias = written.values("via");
    check(vias.get(vias.size() - 1).matches("[0-9.]+ router"), "Via");
    List<String> forwarded = written.values("forwarded");
    String last = forwarded.get(forwarded.size() - 1);
    check(last.startsWith("for=" + FuzzedRequest.CLIENT + ";proto=http"), "Forwarded");
    if (settings == SETTINGS.get(1)) {
      check(clients.get(0).endsWith(FuzzedRequest.CLIENT), "X-Forwarded-For");
    } else {
      check(clients.get(0).equals(FuzzedRequest.CLIENT), "X-Forwarded-For");
      check(written.values("x-forwarded-proto").equals(List.of("http")), "X-Forwarded-Proto");
      check(written.values("x-forwarded-host").size() == 1, "X-Forwarded-Host");
      check(forwarded.size() == 1, "Forwarded");
    }
  }

  /** What is left of the client's fields, but for those that the router has a say in. */
  private List<String> expected() {
    Set<String> named = named(sent.fields());
    List<String> expected = new ArrayList<>();
    boolean trusted = settings == SETTINGS.get(1);
    for (HttpField field : sent.fields()) {
      String name = field.getLowerCaseName();
      boolean claim = name.startsWith("x-forwarded-") && !trusted;
      boolean dropped = claim || OURS.contains(name) || named.contains(name);
      if (!dropped && (field.getHeader() == null || !HopByHop.contains(field.getHeader()))) {
        expected.add(line(field));
      }
    }
    if (sent.fields().contains(HttpHeader.HOST)) {
      return framed(expected);
    }
    expected.add(0, "host: " + request.getHttpURI().getAuthority());
    return framed(expected);
  }

  private List<String> framed(List<String> expected) {
    if (sent.fields().contains(HttpHeader.TRANSFER_ENCODING)
        && !sent.fields().contains(HttpHeader.CONTENT_LENGTH)) {
      expected.add("transfer-encoding: chunked");
    }
    return expected;
  }

  private static Set<String> named(HttpFields fields) {
    Set<String> named = new HashSet<>();
    for (String value : fields.getValuesList(HttpHeader.CONNECTION)) {
      for (String option : value.split(",", -1)) {
        named.add(option.strip().toLowerCase(Locale.ROOT));
      }
    }
    named.removeAll(Set.of("", "close", "keep-alive", "te", "upgrade", "host", "content-length"));
    return named;
  }

  private static String line(HttpField field) {
    return field.getLowerCaseName() + ": " + (field.getValue() == null ? "" : field.getValue());
  }

  private void checkResponse(String lines) {
    HttpFields.Mutable from = HttpFields.build();
    // Jetty's parser of requests reads the fields of a response as well.
    FuzzedRequest fields = FuzzedRequest.parse("GET / HTTP/1.0\r\n" + lines + "\r\n\r\n");
    if (fields != null) {
      from.add(fields.fields());
    }
    HttpFields.Mutable to = HttpFields.build();
    ResponseRewriting rewriting = settings.responses();
    if (rewriting == null) {
      ResponseFields.copy(from, to);
    } else {
      rewriting.copy(sink -> ResponseFields.copy(from, sink), request, SERVER, to);
      check(
          to.getValuesList("X-Set").size() == 1 && !to.getValuesList("X-Added").isEmpty(), "X-Set");
      check(!to.contains("X-Gone"), "X-Gone");
    }
    Set<String> named = named(from);
    named.removeAll(SET_BY_RULE);
    for (HttpField field : to) {
      FuzzRequests.checkField(field.getName(), field.getValue() == null ? "" : field.getValue());
      check(!named.contains(field.getLowerCaseName()), "not removed: " + field);
      check(field.getHeader() == null || !HopByHop.contains(field.getHeader()), "stays: " + field);
    }
    if (!named.contains("set-cookie")) {
      check(cookies(from).equals(cookies(to)), "other cookies: " + from + to);
    }
  }

  /** The cookies that are set, without their attributes. */
  private static List<String> cookies(HttpFields fields) {
    return fields.getValuesList(HttpHeader.SET_COOKIE).stream()
        .map(cookie -> cookie.split(";", 2)[0])
        .toList();
  }

  private void check(boolean good, String what) {
    if (!good) {
      throw new AssertionError(what + "\n" + shown);
    }
  }
}
