package org.requestrouter.protocol;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A script's request as a browser carries it out by the fetch standard: with a preflight where one
 * is needed (4.8), and the checks of both responses (4.9).
 *
 * @param origin the origin of the script, serialized
 * @param credentials whether the credentials mode is {@code include}
 * @param headers the names of fields that the script sets
 */
record Fetch(String origin, boolean credentials, String method, List<String> headers) {
  private static final Set<String> SIMPLE_METHODS = Set.of("GET", "HEAD", "POST");
  private static final Set<String> NORMALIZED =
      Set.of("DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT");
  private static final Set<String> SIMPLE_RESPONSE_HEADERS =
      Set.of(
          "cache-control",
          "content-language",
          "content-length",
          "content-type",
          "expires",
          "last-modified",
          "pragma");

  /** What becomes of the request. */
  enum Outcome {
    /** The preflight fails: nothing is sent. */
    NOT_SENT,
    /** The script is told of a network error. */
    NOT_READ,
    READ
  }

  static Fetch of(String origin, boolean credentials, String method, String headers) {
    String upper = method.toUpperCase(Locale.ROOT);
    return new Fetch(
        origin,
        credentials,
        NORMALIZED.contains(upper) ? upper : method,
        headers == null ? List.of() : List.of(headers.split(" ")));
  }

  /** Sends what a browser sends, and returns what the script comes to know. */
  Outcome send(RawClient client, String target) throws IOException {
    if (needsPreflight() && !mayBeSent(preflight(client, target))) {
      return Outcome.NOT_SENT;
    }
    List<String> lines = new ArrayList<>(List.of("Origin: " + origin));
    headers.forEach(name -> lines.add(name + ": x"));
    if (credentials) lines.add("Cookie: user=1");
    client.request(method + " " + target, lines.toArray(String[]::new));
    return isShared(client.readResponse(method).head()) ? Outcome.READ : Outcome.NOT_READ;
  }

  boolean needsPreflight() {
    return !SIMPLE_METHODS.contains(method) || !headers.isEmpty();
  }

  private Head preflight(RawClient client, String target) throws IOException {
    List<String> lines =
        new ArrayList<>(List.of("Origin: " + origin, "Access-Control-Request-Method: " + method));
    if (!headers.isEmpty()) {
      Stream<String> names = headers.stream().map(name -> name.toLowerCase(Locale.ROOT)).sorted();
      lines.add("Access-Control-Request-Headers: " + String.join(",", names.toList()));
    }
    client.request("OPTIONS " + target, lines.toArray(String[]::new));
    return client.readResponse("OPTIONS").head();
  }

  private boolean mayBeSent(Head answer) {
    Set<String> methods = Set.copyOf(list(answer, "Access-Control-Allow-Methods"));
    Set<String> names =
        Set.copyOf(
            list(answer, "Access-Control-Allow-Headers").stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .toList());
    boolean any = !credentials && names.contains("*");
    return isShared(answer)
        && answer.status() / 100 == 2
        && (methods.contains(method)
            || SIMPLE_METHODS.contains(method)
            || (!credentials && methods.contains("*")))
        && headers.stream()
            .map(name -> name.toLowerCase(Locale.ROOT))
            .allMatch(name -> names.contains(name) || (any && !name.equals("authorization")));
  }

  private boolean isShared(Head response) {
    List<String> allowed = response.values("Access-Control-Allow-Origin");
    if (allowed.size() != 1) {
      return false;
    }
    if (!credentials && allowed.get(0).equals("*")) {
      return true;
    }
    return allowed.get(0).equals(origin)
        && (!credentials
            || response.values("Access-Control-Allow-Credentials").equals(List.of("true")));
  }

  /** Whether the script sees a field of a response that it may read. */
  boolean sees(Head response, String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (!response.has(name) || lower.startsWith("set-cookie")) {
      return false;
    }
    return SIMPLE_RESPONSE_HEADERS.contains(lower)
        || list(response, "Access-Control-Expose-Headers").stream()
            .anyMatch(shown -> shown.equalsIgnoreCase(name) || (!credentials && shown.equals("*")));
  }

  private static List<String> list(Head head, String name) {
    return Arrays.stream(head.list(name).split(","))
        .map(String::strip)
        .filter(item -> !item.isEmpty())
        .toList();
  }
}
