package org.requestrouter.headers;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/**
 * What may follow content (RFC 9110, 6.5.1). Whoever merges trailers into the header would be
 * deceived by those that frame, route, authorize or describe a message.
 */
public final class TrailerFields {

  private TrailerFields() {}

  /** Returns the fields that are forwarded, perhaps none; null if there are no trailers. */
  public static HttpFields forwarded(HttpFields trailers) {
    if (trailers == null || trailers.stream().allMatch(TrailerFields::isForwarded)) {
      return trailers;
    }
    HttpFields.Mutable forwarded = HttpFields.build();
    trailers.stream().filter(TrailerFields::isForwarded).forEach(forwarded::add);
    return forwarded;
  }

  private static boolean isForwarded(HttpField field) {
    HttpHeader header = field.getHeader();
    if (ForwardedFields.isClaim(field)) {
      return false;
    }
    if (header == null) {
      return field.getName().indexOf('_') < 0 || !Disguise.isOn(field.getName());
    }
    return switch (header) {
      case HOST,
          CONTENT_LENGTH,
          CONTENT_ENCODING,
          CONTENT_TYPE,
          CONTENT_RANGE,
          TRAILER,
          EXPECT,
          RANGE,
          AUTHORIZATION,
          WWW_AUTHENTICATE,
          COOKIE,
          SET_COOKIE,
          LOCATION,
          CACHE_CONTROL,
          AGE,
          EXPIRES,
          VARY,
          VIA ->
          false;
      default -> !HopByHop.contains(header);
    };
  }
}
