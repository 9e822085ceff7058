package org.requestrouter.exchange;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;

/**
 * The attempts of one exchange, and whether there may be another. A retry must not make a server
 * act twice: either nothing was sent, or the method is idempotent (RFC 9110, 9.2.2), the content
 * can be sent again, and the operator wants it. Guarded by the exchange.
 */
public final class Attempts {
  private final Request request;
  private final RequestContent content;
  private final ServerGroup group;
  private int attempts;
  private boolean freshConnection;
  private List<ServerSlot> tried = List.of();

  Attempts(Request request, RequestContent content, ServerGroup group) {
    this.request = request;
    this.content = content;
    this.group = group;
  }

  /** Whether there was an attempt already. */
  public boolean isUnderWay() {
    return attempts > 0;
  }

  /** Whether any server was tried already. */
  public boolean hasTriedAny() {
    return !tried.isEmpty();
  }

  /** Whether the server was tried already. */
  public boolean hasTried(ServerSlot server) {
    return tried.contains(server);
  }

  /** Returns the next attempt. */
  Attempt next(Exchange exchange, ServerSlot server, int pass) {
    attempts++;
    return new Attempt(exchange, server, pass, freshConnection);
  }

  /** Whether the attempt is followed by another; if so, all is prepared for it. */
  boolean again(Exchange exchange, Attempt failed, Failure failure) {
    if (failure.kind() == Failure.Kind.STATUS) {
      // Decided when the status was seen.
      return true;
    }
    if (!isCovered(failure) || content.isTouched()) {
      return false;
    }
    if (failure.kind() == Failure.Kind.REUSED_DIED) {
      // The server itself is not to blame; more of its pooled connections may be as dead.
      freshConnection = true;
      return mayPay();
    }
    remember(failed.server());
    return group.hasUntried(exchange) && mayPay();
  }

  /** Whether a response of that status is dropped for a further attempt; if so, it must be. */
  boolean again(Exchange exchange, Attempt answered, int status) {
    if (!group.retryPolicy().covers(status) || !content.isKnownEmpty() || !isIdempotent()) {
      return false;
    }
    remember(answered.server());
    return group.hasUntried(exchange) && mayPay();
  }

  private boolean isCovered(Failure failure) {
    return group.retryPolicy().covers(failure.kind())
        && (failure.kind().beforeRequest() || isIdempotent());
  }

  private boolean mayPay() {
    return attempts <= group.retryPolicy().retries() && group.retryPolicy().budget().withdraw();
  }

  private void remember(ServerSlot server) {
    if (tried.isEmpty()) {
      tried = new ArrayList<>();
    }
    tried.add(server);
  }

  boolean hasContent() {
    return request.getLength() > 0 || request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
  }

  /** Whether the request may reach a server twice without harm (RFC 9110, 9.2.2). */
  public boolean isIdempotent() {
    String name = request.getMethod();
    if (HttpMethod.GET.is(name)) {
      return true;
    }
    HttpMethod method = HttpMethod.fromString(name);
    return method != null && method.isIdempotent();
  }
}
