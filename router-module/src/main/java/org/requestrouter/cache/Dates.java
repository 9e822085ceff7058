package org.requestrouter.cache;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** Dates in the three forms that HTTP knows, and no others (RFC 9110, 5.6.7). */
final class Dates {
  /** The time of a field that is not there. */
  static final long NONE = Long.MAX_VALUE;

  /** The time of a date that cannot be read: as long ago as can be. */
  static final long INVALID = Long.MIN_VALUE;

  private static final String TIME = " HH:mm:ss";
  private static final String GMT = " 'GMT'";

  private Dates() {}

  /** Returns milliseconds since 1970, {@link #NONE} without the field, or {@link #INVALID}. */
  static long parse(HttpFields fields, HttpHeader header) {
    if (!fields.contains(header)) {
      return NONE;
    }
    List<String> values = fields.getValuesList(header);
    return values.size() == 1 ? parse(values.get(0)) : INVALID;
  }

  private static long parse(String text) {
    String date = Text.trim(text);
    int comma = date.indexOf(',');
    if (comma < 0) {
      return parse(date, Forms.ASCTIME);
    }
    return parse(date, comma == 3 ? Forms.IMF : Forms.rfc850());
  }

  private static long parse(String date, DateTimeFormatter form) {
    try {
      return LocalDateTime.parse(date, form).toInstant(ZoneOffset.UTC).toEpochMilli();
    } catch (DateTimeParseException x) {
      return INVALID;
    }
  }

  /** Returns a date in the form that is sent. */
  static String text(long millis) {
    return Forms.IMF.format(Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC));
  }

  /** Few responses need them. */
  private static final class Forms {
    static final DateTimeFormatter IMF =
        form(start().appendPattern("EEE, dd MMM uuuu" + TIME + GMT));
    static final DateTimeFormatter ASCTIME =
        form(start().appendPattern("EEE MMM ppd" + TIME + " uuuu"));

    /** A year that seems more than 50 years ahead is one of the past. */
    static DateTimeFormatter rfc850() {
      int first = LocalDateTime.now(ZoneOffset.UTC).getYear() - 49;
      return form(
          start()
              .appendPattern("EEEE, dd-MMM-")
              .appendValueReduced(ChronoField.YEAR, 2, 2, first)
              .appendPattern(TIME + GMT));
    }

    private static DateTimeFormatterBuilder start() {
      return new DateTimeFormatterBuilder().parseCaseInsensitive();
    }

    private static DateTimeFormatter form(DateTimeFormatterBuilder builder) {
      return builder.toFormatter(Locale.ENGLISH).withResolverStyle(ResolverStyle.STRICT);
    }
  }
}
