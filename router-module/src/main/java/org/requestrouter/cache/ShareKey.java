package org.requestrouter.cache;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/**
 * What identical requests have in common: the target, the fields that the policy compares, and,
 * once a response has said that more fields matter (RFC 9111, 4.1), what the request has of those.
 */
public final class ShareKey {
  private static final int OVERHEAD = 64;

  /** With these, some servers take a request for another one, which its target does not tell. */
  private static final Set<String> OVERRIDES =
      Set.of(
          "x-http-method",
          "x-http-method-override",
          "x-method-override",
          "x-original-url",
          "x-rewrite-url",
          "x-original-host",
          "x-host");

  private final SharePolicy policy;
  private final TargetKey target;
  private final List<String> fields;
  private final Variant variant;
  private final int hash;

  private ShareKey(SharePolicy policy, TargetKey target, List<String> fields, Variant variant) {
    this.policy = policy;
    this.target = target;
    this.fields = fields;
    this.variant = variant;
    this.hash = (target.hashCode() * 31 + fields.hashCode()) * 31 + Objects.hashCode(variant);
  }

  /**
   * Returns the key of a request, or null if its answer must not be given to others: only GET is
   * shared, without content, range, expectation and upgrade, without fields by which frameworks let
   * a client change method or target, and without credentials and cookies other than those that the
   * policy compares or finds harmless. Content that an HTTP/2 client does not announce is not seen
   * here; it means nothing in a GET (RFC 9110, 9.3.1).
   *
   * @param scope what else has to be the same, such as the rule; compared by identity
   */
  public static ShareKey of(Request request, SharePolicy policy, Object scope) {
    if (!"GET".equals(request.getMethod())) {
      return null;
    }
    HttpFields fields = request.getHeaders();
    if (isPeculiar(fields)
        || (policy.heedsRequestDirectives() && RequestDirectives.of(fields).forbidSharing())) {
      return null;
    }
    List<String> compared = policy.comparedFields(fields);
    TargetKey target = compared == null ? null : TargetKey.of(request, policy, scope);
    return target == null ? null : new ShareKey(policy, target, compared, null);
  }

  /** One pass over the fields, for those that make a request different from all others. */
  private static boolean isPeculiar(HttpFields fields) {
    for (HttpField field : fields) {
      HttpHeader header = field.getHeader();
      if (header == null) {
        if (OVERRIDES.contains(field.getLowerCaseName())) {
          return true;
        }
      } else {
        switch (header) {
          case TRANSFER_ENCODING, RANGE, UPGRADE, EXPECT -> {
            return true;
          }
          case CONNECTION -> {
            // The server does not see what else it names, but we would compare it.
            if (!"keep-alive".equalsIgnoreCase(field.getValue())
                && !"close".equalsIgnoreCase(field.getValue())) {
              return true;
            }
          }
          case CONTENT_LENGTH -> {
            if (!"0".equals(field.getValue())) {
              return true;
            }
          }
          default -> {}
        }
      }
    }
    return false;
  }

  /** Returns what a request has of the fields that a response depends on. */
  public Variant variant(Vary vary, Request request) {
    return vary.variant(request, policy);
  }

  /** Returns this key, narrowed to the requests that have the same of the fields named. */
  public ShareKey narrowed(Vary vary, Request request) {
    return vary.isEmpty() ? this : new ShareKey(policy, target, fields, variant(vary, request));
  }

  /** Whether it has been narrowed. */
  public boolean isNarrowed() {
    return variant != null;
  }

  /** The target, by which responses are kept. */
  public TargetKey target() {
    return target;
  }

  /** The policy that the key was made by. */
  public SharePolicy policy() {
    return policy;
  }

  /** The values of the fields that the policy compares. */
  List<String> fields() {
    return fields;
  }

  /** Returns this key as it was before it was narrowed. */
  ShareKey wide() {
    return variant == null ? this : new ShareKey(policy, target, fields, null);
  }

  /** About how many bytes it takes. */
  int weight() {
    int weight = OVERHEAD + target.weight();
    for (String value : fields) {
      weight += value == null ? 0 : value.length();
    }
    return weight;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ShareKey that
        && hash == that.hash
        && target.equals(that.target)
        && fields.equals(that.fields)
        && Objects.equals(variant, that.variant);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return target.toString();
  }
}
