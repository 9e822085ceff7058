package org.requestrouter.config;

import java.net.IDN;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Host names with blanks or commas between them, as they stand in URIs: in small letters, those
 * beyond ASCII encoded (RFC 5890). A name may have a range of numbers: {@code app1..3.example.com}
 * are three names.
 */
final class HostList {
  /** More would need more connections than one page has a use for. */
  static final int MAX_HOSTS = 16;

  private static final Pattern RANGE =
      Pattern.compile("(.*?)([0-9]{1,9})\\.\\.([0-9]{1,9})(?![0-9])(.*)");

  private HostList() {}

  /**
   * Returns the names in their order, at least one.
   *
   * @param label what they are for, for the message
   * @throws ConfigurationException if one of them is none, or comes twice, or if there are too many
   */
  static List<String> parse(String label, String text) {
    Set<String> hosts = new LinkedHashSet<>();
    for (String word : (text == null ? "" : text).strip().split("[\\s,]+", -1)) {
      for (String name : names(label, word)) {
        if (!hosts.add(host(label, name))) {
          throw refused(label, name, "named twice");
        }
      }
    }
    if (hosts.size() > MAX_HOSTS) {
      throw refused(label, text, "more than " + MAX_HOSTS + " names");
    }
    return List.copyOf(hosts);
  }

  private static List<String> names(String label, String word) {
    Matcher range = RANGE.matcher(word);
    if (!range.matches()) {
      return List.of(word);
    }
    int first = Integer.parseInt(range.group(2));
    int last = Integer.parseInt(range.group(3));
    if (last < first || last - first >= MAX_HOSTS) {
      throw refused(
          label, word, "a range goes upwards, and has at most " + MAX_HOSTS + " names in it");
    }
    // As many digits as the first has: 01..12 are 01, 02 and so on.
    String format = "%0" + range.group(2).length() + "d";
    List<String> names = new ArrayList<>();
    for (int number = first; number <= last; number++) {
      String digits = String.format(Locale.ROOT, format, number);
      names.add(range.group(1) + digits + range.group(4));
    }
    return names;
  }

  private static String host(String label, String name) {
    try {
      String host = IDN.toASCII(name, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
      if (host.isEmpty() || host.endsWith(".")) {
        throw refused(label, name, "not a host name");
      }
      return host;
    } catch (IllegalArgumentException x) {
      if (x instanceof ConfigurationException refused) {
        throw refused;
      }
      throw refused(label, name, "not a host name, without scheme or port");
    }
  }

  private static ConfigurationException refused(String label, String text, String reason) {
    String shown = text == null ? "" : text;
    return new ConfigurationException(label + " '" + shown + "': " + reason);
  }
}
