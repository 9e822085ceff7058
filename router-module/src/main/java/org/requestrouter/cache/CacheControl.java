package org.requestrouter.cache;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.util.StringUtil;

/**
 * The directives of Cache-Control (RFC 9111, 5.2). Names are compared without case, and values may
 * be quoted. Of a directive that comes twice the smaller value counts, and one that is no number
 * counts as 0 (4.2.1).
 */
final class CacheControl {
  /** The time of a directive that is not there. */
  static final long NONE = -1;

  private static final List<String> SECRECY = List.of("private", "no-store");
  private static final CacheControl EMPTY = new CacheControl();

  private final Map<String, Long> directives = new HashMap<>();
  private boolean malformed;

  private CacheControl() {}

  static CacheControl of(HttpFields fields) {
    if (!fields.contains(HttpHeader.CACHE_CONTROL)) {
      return EMPTY;
    }
    CacheControl control = new CacheControl();
    for (HttpField field : fields) {
      if (field.getHeader() == HttpHeader.CACHE_CONTROL && field.getValue() != null) {
        control.read(field.getValue());
      }
    }
    return control;
  }

  /** By line, so that no quotes that are open at the end of one hide what is in the next. */
  private void read(String line) {
    List<String> elements = Text.elements(line);
    if (elements == null) {
      malformed = true;
    } else {
      elements.forEach(this::add);
      SECRECY.forEach(name -> addHidden(name, StringUtil.asciiToLowerCase(line)));
    }
  }

  /** What forbids sharing counts even where two stray quotes have made it a part of a string. */
  private void addHidden(String name, String line) {
    for (int at = line.indexOf(name); at >= 0; at = line.indexOf(name, at + 1)) {
      boolean starts = at == 0 || !Text.isToken(line.substring(at - 1, at));
      int end = at + name.length();
      boolean ends = end == line.length() || !Text.isToken(line.substring(end, end + 1));
      if (starts && ends) {
        directives.putIfAbsent(name, 0L);
      }
    }
  }

  private void add(String element) {
    int equals = element.indexOf('=');
    String name = equals < 0 ? element : element.substring(0, equals);
    if (!Text.isToken(name)) {
      malformed = true;
      return;
    }
    String value = equals < 0 ? "" : element.substring(equals + 1);
    long seconds = Math.max(0, Seconds.parse(unquoted(value)));
    directives.merge(StringUtil.asciiToLowerCase(name), seconds, Math::min);
  }

  private static String unquoted(String value) {
    int last = value.length() - 1;
    boolean quoted = last > 0 && value.charAt(0) == '"' && value.charAt(last) == '"';
    return quoted ? value.substring(1, last) : value;
  }

  /** Whether there is something in it that is no directive: nobody knows what was meant. */
  boolean isMalformed() {
    return malformed;
  }

  boolean isEmpty() {
    return directives.isEmpty() && !malformed;
  }

  boolean has(String name) {
    return directives.containsKey(name);
  }

  /** Returns the seconds that a directive gives, 0 if they are no number, or else NONE. */
  long seconds(String name) {
    return directives.getOrDefault(name, NONE);
  }
}
