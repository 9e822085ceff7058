package org.requestrouter.cache;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.util.StringUtil;
import org.requestrouter.config.CoalesceConfig;
import org.requestrouter.config.RuleConfig;

/** Which requests of a rule are identical, and for how long their answer is kept. Immutable. */
public final class SharePolicy {
  private final IgnoredParameters ignoredParameters;
  private final String[] keyFields;
  private final boolean cookiesInKey;
  private final boolean authorizationInKey;
  private final SafeCookies safeCookies;
  private final Set<String> ownFields;
  private final int maxContent;
  private final long microCache;
  private final long staleWhileRevalidate;
  private final long staleIfError;
  private final String cacheName;
  private final boolean requestDirectives;

  private SharePolicy(CoalesceConfig config, Set<String> ownFields) {
    List<String> names = config.keyFields();
    this.ignoredParameters = new IgnoredParameters(config.ignoredParameters());
    this.cookiesInKey = names.contains("cookie");
    this.authorizationInKey = names.contains("authorization");
    this.keyFields = names.stream().filter(name -> !name.equals("cookie")).toArray(String[]::new);
    this.safeCookies = new SafeCookies(config.safeCookies());
    this.ownFields = ownFields;
    this.maxContent = config.maxContent();
    this.microCache = nanos(config.getMicroCache());
    this.staleWhileRevalidate = nanos(config.getStaleWhileRevalidate());
    this.staleIfError = nanos(config.getStaleIfError());
    this.cacheName = CacheStatus.name(config.getCacheStatus());
    this.requestDirectives = config.isRequestDirectives();
  }

  /** Returns the policy of a rule, or null if its requests are not coalesced. */
  public static SharePolicy of(RuleConfig rule) {
    if (rule == null || rule.getCoalesce() == null) {
      return null;
    }
    Set<String> changed =
        rule.requestChanges().stream()
            .filter(change -> !change.isConstant())
            .map(change -> StringUtil.asciiToLowerCase(change.name()))
            .collect(Collectors.toUnmodifiableSet());
    return new SharePolicy(rule.getCoalesce(), changed);
  }

  private static long nanos(Duration duration) {
    return duration == null ? 0 : duration.toNanos();
  }

  /** The query as it is compared. */
  String comparedQuery(String query) {
    return ignoredParameters.strip(query);
  }

  /**
   * Returns what a request has of the fields that are compared, or null if it has credentials that
   * are not.
   */
  List<String> comparedFields(HttpFields fields) {
    if (!authorizationInKey && fields.contains(HttpHeader.AUTHORIZATION)) {
      return null;
    }
    String cookies = cookies(fields);
    if (cookies != null && !cookiesInKey) {
      return null;
    }
    String claims = Claims.of(fields);
    if (keyFields.length == 0 && cookies == null && claims == null) {
      return List.of();
    }
    String[] values = new String[keyFields.length + 2];
    for (int i = 0; i < keyFields.length; i++) {
      values[i] = Text.joined(fields, keyFields[i]);
    }
    values[keyFields.length] = cookies;
    values[keyFields.length + 1] = claims;
    return Arrays.asList(values);
  }

  /** Returns the cookies that the server gets in place of a request's own, or null for none. */
  public String cookies(HttpFields fields) {
    return fields.contains(HttpHeader.COOKIE) ? safeCookies.others(fields) : null;
  }

  /**
   * Whether the router itself gives a field to the server, with what it knows of the client: then
   * what the client sent in it says nothing.
   */
  boolean isOwnField(String lowerCaseName) {
    return ownFields.contains(lowerCaseName);
  }

  /** The most bytes of content that are shared. */
  public int maxContent() {
    return maxContent;
  }

  /** Whether responses are kept at all. */
  public boolean keeps() {
    return microCache > 0;
  }

  /** How long responses are kept, in nanoseconds; 0 if they are not. */
  public long microCacheNanos() {
    return microCache;
  }

  /** How long they may be used after that while they are fetched anew, in nanoseconds. */
  public long staleWhileRevalidateNanos() {
    return staleWhileRevalidate;
  }

  /** How long they may be used after that if the server fails, in nanoseconds. */
  public long staleIfErrorNanos() {
    return staleIfError;
  }

  /** The router's name as it stands in Cache-Status, or null if there is to be no such field. */
  public String cacheName() {
    return cacheName;
  }

  /** Whether Cache-Control and Pragma of requests are heeded. */
  public boolean heedsRequestDirectives() {
    return requestDirectives;
  }
}
