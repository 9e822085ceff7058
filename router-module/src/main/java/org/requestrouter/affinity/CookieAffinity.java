package org.requestrouter.affinity;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.requestrouter.config.CookieConfig;
import org.requestrouter.rule.RequestHead;

/**
 * The affinity by a cookie that the router gives: {@code SRV=s1}. The first cookie of a request
 * that stands for a working server decides; several servers may share a value, of which the first
 * that works is taken.
 */
final class CookieAffinity {
  private static final HttpField PRIVATE = new HttpField(HttpHeader.CACHE_CONTROL, "private");

  private final String name;
  private final Map<String, List<String>> servers = new HashMap<>();
  private final SetCookie given;
  private final boolean indirect;
  private final boolean nocache;
  private final boolean preserve;
  private final long maxIdle;
  private final long maxLife;
  private final LongSupplier clock;

  CookieAffinity(CookieConfig config, Map<String, String> values) {
    this(config, values, () -> System.currentTimeMillis() / 1000);
  }

  /** Creates an affinity with a clock that tells the seconds since 1970. */
  CookieAffinity(CookieConfig config, Map<String, String> values, LongSupplier clock) {
    this.name = config.name();
    this.given = new SetCookie(config, values);
    this.indirect = config.isIndirect();
    this.nocache = config.isNocache();
    this.preserve = config.isPreserve();
    this.maxIdle = seconds(config.getMaxIdle());
    this.maxLife = seconds(config.getMaxLife());
    this.clock = clock;
    values.forEach(
        (server, value) -> servers.computeIfAbsent(value, v -> new ArrayList<>()).add(server));
  }

  private static long seconds(Duration limit) {
    return limit == null ? 0 : limit.toSeconds();
  }

  /** Reads the cookies of a request. */
  CookieVisit read(HttpFields request, Predicate<String> inService) {
    CookieVisit visit = CookieVisit.FIRST;
    for (HttpField field : request) {
      if (field.getHeader() == HttpHeader.COOKIE && field.getValue().contains(name)) {
        CookieItems items = new CookieItems(field.getValue());
        while (items.next()) {
          if (items.isNamed(name)) {
            visit = read(items.value(), visit, inService);
          }
        }
      }
    }
    return visit;
  }

  /** Reads one more cookie; the first server found stays, and so do dates that it does not bear. */
  private CookieVisit read(String cookie, CookieVisit before, Predicate<String> inService) {
    int delimiter = cookie.indexOf(CookieDates.DELIMITER);
    CookieDates dates =
        delimiter < 0
            ? before.dates()
            : CookieDates.parse(cookie.substring(delimiter + 1)).or(before.dates());
    long now = clock.getAsLong();
    if (CookieDates.isOver(dates.first(), maxLife, now)
        || CookieDates.isOver(dates.last(), maxIdle, now)) {
      return new CookieVisit(before.server(), CookieDates.NONE);
    }
    if (before.server() != null) {
      return new CookieVisit(before.server(), dates);
    }
    String value = delimiter < 0 ? cookie : cookie.substring(0, delimiter);
    return new CookieVisit(find(value, inService), dates);
  }

  private String find(String value, Predicate<String> inService) {
    for (String server : servers.getOrDefault(value, List.of())) {
      if (inService.test(server)) {
        return server;
      }
    }
    return null;
  }

  /** Returns what the server sees of a Cookie field, or null if it must not see it at all. */
  String forwarded(String cookies) {
    return indirect ? CookieRemoval.remove(cookies, name) : cookies;
  }

  /**
   * Gives the client the cookie, if it needs it, instead of any by the server of that name.
   *
   * @param bound whether the request belonged to the server that answers
   * @return whether the client is given a cookie
   */
  boolean give(CookieVisit visit, String server, boolean bound, HttpFields.Mutable response) {
    boolean set = response.contains(HttpHeader.SET_COOKIE) && handleServers(response);
    if ((set && preserve) || (bound && !isStale(visit.dates()))) {
      return false;
    }
    response.add(given.by(server, visit.dates().first(), clock));
    return true;
  }

  /** Takes out what the server sets, unless it may; returns whether there was such a cookie. */
  private boolean handleServers(HttpFields.Mutable response) {
    boolean found = false;
    for (Iterator<HttpField> fields = response.iterator(); fields.hasNext(); ) {
      HttpField field = fields.next();
      if (field.getHeader() == HttpHeader.SET_COOKIE && isOurs(field.getValue())) {
        found = true;
        if (!preserve) {
          fields.remove();
        }
      }
    }
    return found;
  }

  private boolean isOurs(String set) {
    int equal = set.indexOf('=');
    return equal >= 0 && set.substring(0, equal).strip().equals(name);
  }

  /** Whether dates have to be written anew, or to be taken out. */
  private boolean isStale(CookieDates dates) {
    boolean last = (maxIdle != 0 || dates.last() != 0) && dates.last() < clock.getAsLong();
    return last || (maxLife != 0) != (dates.first() != 0);
  }

  /** Keeps caches from giving the client's cookie to others. */
  void protect(RequestHead request, int status, HttpFields.Mutable response) {
    if (nocache && Cacheability.of(request, status, response)) {
      response.add(PRIVATE);
    }
  }
}
