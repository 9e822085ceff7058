package org.requestrouter.headers;

import org.eclipse.jetty.http.HttpTokens;
import org.eclipse.jetty.server.Request;

/**
 * What the first line of a request can hold. Jetty lets more through in some places: characters
 * beyond a byte in a query, of which only the low byte, perhaps a line end, would be written;
 * blanks in a method or a path of HTTP/2; and whatever a servlet filter has made of a request. To a
 * server that would be another request, or two.
 */
public final class RequestLine {

  private RequestLine() {}

  /** Returns why a server would not read the request as it is meant, or null if it would. */
  public static String fault(Request request) {
    if (!isToken(request.getMethod())) {
      return "the method is no token (RFC 9110, 9.1)";
    }
    String query = request.getHttpURI().getQuery();
    return isVisible(request.getHttpURI().getPath()) && (query == null || isVisible(query))
        ? null
        : "the target has other than visible ASCII characters (RFC 9112, 3.2)";
  }

  private static boolean isToken(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 0x7F || !isToken(HttpTokens.TOKENS[text.charAt(i)].getType())) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private static boolean isToken(HttpTokens.Type type) {
    return switch (type) {
      case TCHAR, DIGIT, ALPHA -> true;
      default -> false;
    };
  }

  private static boolean isVisible(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c >= 0x7F) {
        return false;
      }
    }
    return true;
  }
}
