package org.requestrouter.headers;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpScheme;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http.UriCompliance.Violation;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Request;

/**
 * Looks for what Jetty lets pass, in its strict modes too, although a server might understand it
 * otherwise than the rules did. What Jetty's URI compliance has been told to allow is allowed here.
 */
public final class RequestCheck {

  private RequestCheck() {}

  /** Returns what is wrong with a request that is about to be sent to a server, or null. */
  public static Objection check(Request request) {
    HttpURI uri = request.getHttpURI();
    ConnectionMetaData connection = request.getConnectionMetaData();
    if (!isToken(request.getMethod())) {
      return Objection.METHOD_CHARACTERS;
    }
    // Without a Host field, this is what the server gets as its value.
    if (!isHost(uri.getHost())) {
      return Objection.HOST_CHARACTERS;
    }
    Objection objection = path(uri.getPath(), connection.getHttpConfiguration().getUriCompliance());
    if (objection == null) {
      objection = query(uri.getQuery());
    }
    if (objection == null) {
      objection = scheme(request, connection);
    }
    return objection == null
        ? fields(request.getHeaders(), connection.getHttpVersion())
        : objection;
  }

  private static boolean isToken(String method) {
    for (int i = 0; i < method.length(); i++) {
      char c = method.charAt(i);
      if (!isLetterOrDigit(c) && "-_!#$%&'*+.^`|~".indexOf(c) < 0) {
        return false;
      }
    }
    return !method.isEmpty();
  }

  private static boolean isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  private static Objection path(String path, UriCompliance compliance) {
    int segment = 0;
    boolean parameter = false;
    int end = path.length();
    for (int i = 0; i <= end; i++) {
      char c = i < end ? path.charAt(i) : '/';
      if (!isUriCharacter(c)) {
        return Objection.TARGET_CHARACTERS;
      }
      switch (c) {
        case '/' -> {
          if (!parameter && isDots(path, segment, i) && refusesDots(compliance)) {
            return Objection.DOT_SEGMENT;
          }
          segment = i + 1;
          parameter = false;
        }
        case ';' -> parameter = true;
        case '%', '\\' -> {
          if (parameter && isSeparator(path, i) && refusesSeparators(compliance)) {
            return Objection.SEPARATOR_IN_PARAMETER;
          }
        }
        default -> {}
      }
    }
    return null;
  }

  private static boolean isUriCharacter(char c) {
    return c > ' ' && c < 0x7F;
  }

  private static boolean isDots(String path, int from, int to) {
    int length = to - from;
    return (length == 1 || length == 2) && path.charAt(from) == '.' && path.charAt(to - 1) == '.';
  }

  private static boolean refusesDots(UriCompliance compliance) {
    return !compliance.allows(Violation.AMBIGUOUS_PATH_SEGMENT);
  }

  /** Whether there is a slash or backslash, perhaps encoded. */
  private static boolean isSeparator(String path, int at) {
    return path.charAt(at) == '\\'
        || path.regionMatches(true, at, "%2F", 0, 3)
        || path.regionMatches(true, at, "%5C", 0, 3);
  }

  private static boolean refusesSeparators(UriCompliance compliance) {
    return !compliance.allows(Violation.AMBIGUOUS_PATH_SEPARATOR);
  }

  private static Objection query(String query) {
    if (query != null) {
      for (int i = 0; i < query.length(); i++) {
        if (!isUriCharacter(query.charAt(i))) {
          return Objection.TARGET_CHARACTERS;
        }
      }
    }
    return null;
  }

  /**
   * Jetty believes the scheme of an absolute target, and would tell rules and servers that the
   * connection is secure. In HTTP/2 a proxy in front may have reason to give another scheme.
   */
  private static Objection scheme(Request request, ConnectionMetaData connection) {
    if (connection.getHttpVersion().getVersion() >= HttpVersion.HTTP_2.getVersion()) {
      return null;
    }
    // What customizers know better has wrapped the request.
    String scheme = Request.unWrap(request).getHttpURI().getScheme();
    boolean known =
        HttpScheme.HTTP.is(scheme) || (HttpScheme.HTTPS.is(scheme) && connection.isSecure());
    return known ? null : Objection.SCHEME;
  }

  private static Objection fields(HttpFields fields, HttpVersion version) {
    for (HttpField field : fields) {
      HttpHeader header = field.getHeader();
      Objection objection =
          header == null ? name(field.getName()) : value(header, field.getValue(), version);
      if (objection != null) {
        return objection;
      }
    }
    return null;
  }

  private static Objection name(String name) {
    return name.indexOf('_') >= 0 && Disguise.isOn(name) ? Objection.DISGUISED_FIELD : null;
  }

  private static Objection value(HttpHeader header, String value, HttpVersion version) {
    return switch (header) {
      case HOST -> isHost(value) ? null : Objection.HOST_CHARACTERS;
      case CONTENT_LENGTH ->
          value.length() > 1 && value.charAt(0) == '0' ? Objection.LENGTH_WITH_ZEROS : null;
      case TRANSFER_ENCODING -> coding(value, version);
      case EXPECT -> HttpHeaderValue.CONTINUE.is(value) ? null : Objection.UNKNOWN_EXPECTATION;
      default -> null;
    };
  }

  private static Objection coding(String value, HttpVersion version) {
    if (version != HttpVersion.HTTP_1_1) {
      return Objection.CODING_OF_OTHER_VERSION;
    }
    return HttpHeaderValue.CHUNKED.is(value) ? null : Objection.UNKNOWN_CODING;
  }

  /** Jetty has seen to its form already; what is left to see are the characters. */
  private static boolean isHost(String value) {
    if (value == null) {
      return true;
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (!isLetterOrDigit(c) && ".-:_~[]".indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }
}
