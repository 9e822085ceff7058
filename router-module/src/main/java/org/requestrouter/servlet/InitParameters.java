package org.requestrouter.servlet;

import jakarta.servlet.ServletConfig;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.requestrouter.config.ConfigurationException;
import org.requestrouter.config.Durations;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The init parameters of a servlet. A value that cannot be used is refused, with its name. */
final class InitParameters {
  private static final Logger LOG = LoggerFactory.getLogger(InitParameters.class);

  static final String ROUTER = "router";
  static final String PROXY_TO = "proxyTo";

  /** Those that say how {@link #PROXY_TO} is done. */
  private static final Set<String> OF_PROXY =
      Set.of(
          "prefix",
          "timeout",
          "idleTimeout",
          "hostHeader",
          "viaHost",
          "trustedProxies",
          "preserveHost",
          "maxConnections",
          "whiteList",
          "blackList");

  /** Those of Jetty's proxy servlets that set up a client of their own, which there is none of. */
  private static final Set<String> WITHOUT_MEANING =
      Set.of(
          "maxThreads",
          "selectors",
          "requestBufferSize",
          "responseBufferSize",
          "maxRequestHeadersSize",
          "maxResponseHeadersSize",
          "useDirectByteBuffers");

  private final ServletConfig config;

  InitParameters(ServletConfig config) {
    this.config = config;
  }

  /** Checks that the parameters go together, and notes those that change nothing. */
  void check() {
    Set<String> names = new TreeSet<>(Collections.list(config.getInitParameterNames()));
    if (names.contains(PROXY_TO) && names.contains(ROUTER)) {
      throw refused(ROUTER, "cannot be used together with '" + PROXY_TO + "'");
    }
    for (String name : names) {
      if (OF_PROXY.contains(name) && !names.contains(PROXY_TO)) {
        throw refused(name, "can only be used together with '" + PROXY_TO + "'");
      }
      if (WITHOUT_MEANING.contains(name)) {
        LOG.info(
            "servlet '{}': init parameter '{}' has no effect here: the router uses the threads and"
                + " buffers of the server",
            config.getServletName(),
            name);
      } else if (!OF_PROXY.contains(name) && !name.equals(PROXY_TO) && !name.equals(ROUTER)) {
        LOG.warn("servlet '{}': init parameter '{}' is unknown", config.getServletName(), name);
      }
    }
  }

  /** Returns the value, or null. */
  String text(String name) {
    return config.getInitParameter(name);
  }

  /** Returns whether the value is true; without a value it is false. */
  boolean flag(String name) {
    String text = text(name);
    if (text != null && !text.equals("true") && !text.equals("false")) {
      throw refused(name, "must be true or false");
    }
    return Boolean.parseBoolean(text);
  }

  /** Returns a number from 0. */
  int number(String name, int otherwise) {
    String text = text(name);
    if (text == null) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(text);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException x) {
      // As bad as a negative one.
    }
    throw refused(name, "must be a number from 0 to " + Integer.MAX_VALUE);
  }

  /** Returns a duration, null for none: Jetty's clients take zero and less for no limit. */
  Duration duration(String name, Duration otherwise) {
    String text = text(name);
    if (text == null) {
      return otherwise;
    }
    return text.matches("0+|-[0-9]+")
        ? null
        : Durations.parse("init parameter '" + name + "'", text);
  }

  /** Returns the words of a list that commas separate. */
  List<String> list(String name) {
    String text = text(name);
    return text == null
        ? List.of()
        : Stream.of(text.split(",", -1)).map(String::trim).filter(word -> !word.isEmpty()).toList();
  }

  /** Returns the refusal of a value. */
  ConfigurationException refused(String name, String reason) {
    return new ConfigurationException(
        "init parameter '" + name + "' '" + text(name) + "': " + reason);
  }
}
