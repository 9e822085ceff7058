package org.requestrouter.share;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.requestrouter.cache.CacheStatus;
import org.requestrouter.cache.FetchFields;
import org.requestrouter.cache.FetchedHeader;
import org.requestrouter.cache.Freshening;
import org.requestrouter.cache.Lookup;
import org.requestrouter.cache.ShareKey;
import org.requestrouter.cache.StoredResponse;

/**
 * What is fetched, and why.
 *
 * @param key what the requests of all clients have in common
 * @param request what the server is asked
 * @param stale what is kept and may be of use, with a reference to its content; or null
 * @param why why it is fetched
 * @param isBackground whether it is fetched although nobody waits for it
 */
record Plan(
    ShareKey key,
    FetchRequest request,
    StoredResponse stale,
    CacheStatus.Forward why,
    boolean isBackground) {

  /** Returns the plan for what a client asks for. */
  static Plan of(ShareKey key, Request client, Lookup found, boolean background) {
    StoredResponse kept = found.response();
    StoredResponse stale = kept != null && kept.content().tryRetain() ? kept : null;
    HttpFields fields = FetchFields.fields(client.getHeaders(), key.policy(), stale);
    CacheStatus.Forward why =
        found.forward() == null ? CacheStatus.Forward.URI_MISS : found.forward();
    return new Plan(key, FetchRequest.of(client, fields), stale, why, background);
  }

  /** Returns the header of a response to the request, as it has come just now. */
  FetchedHeader header(FetchResponse response) {
    HttpFields fields = response.getHeaders();
    return FetchedHeader.now(response.getStatus(), fields, request.getBeginNanoTime());
  }

  /** Whether a response of that status says that what is kept is still good. */
  boolean isValidatedBy(int status) {
    return status == HttpStatus.NOT_MODIFIED_304 && stale != null && FetchFields.canValidate(stale);
  }

  /** Returns what is kept, brought up to date; null if the response is about something else. */
  StoredResponse validated(FetchedHeader header) {
    return Freshening.of(stale, header, key, request);
  }

  /** Whether what is kept answers in place of a response of that status. */
  boolean hasInsteadOf(int status) {
    return StoredResponse.isError(status) && hasInsteadOfError();
  }

  /** Whether what is kept answers in place of none. */
  boolean hasInsteadOfError() {
    return stale != null && stale.isUsableOnError(System.nanoTime());
  }

  /** What is kept is of no more use. */
  void release() {
    if (stale != null) {
      stale.content().release();
    }
  }
}
