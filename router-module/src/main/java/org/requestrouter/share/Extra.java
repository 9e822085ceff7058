package org.requestrouter.share;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.requestrouter.cache.CacheStatus;
import org.requestrouter.cache.SharePolicy;
import org.requestrouter.cache.Sharing;
import org.requestrouter.cache.StoredResponse;

/**
 * What only the answer at this moment says: how old a response is, and where it comes from.
 *
 * @param age the value of Age, or negative for none
 * @param status what Cache-Status says, or null for nothing
 */
record Extra(long age, CacheStatus status) {
  /** Returns the fields of an answer from what is kept. */
  static Extra hit(SharePolicy policy, StoredResponse kept) {
    long now = System.nanoTime();
    String name = policy.cacheName();
    CacheStatus status = name == null ? null : CacheStatus.hit(name, kept.ttl(now));
    return new Extra(kept.age(now), status);
  }

  /**
   * How a request has been answered.
   *
   * @param status of the server, which differs from that of the response if it was validated
   * @param stored whether the response is kept now
   */
  record Answered(int status, boolean stored) {}

  /**
   * Returns the fields of an answer that a request has been sent for.
   *
   * @param collapsed whether another client's
   */
  static Extra fetched(Plan plan, StoredResponse fetched, Answered answered, boolean collapsed) {
    long now = System.nanoTime();
    // What has just been made is as old as it seems without Age.
    long age = fetched.age(now) == 0 ? -1 : fetched.age(now);
    String name = plan.key().policy().cacheName();
    if (name == null) {
      return new Extra(age, null);
    }
    CacheStatus status = CacheStatus.forwarded(name, plan.why());
    if (answered.status() != fetched.status()) {
      status.forwardStatus(answered.status());
    }
    if (answered.stored()) {
      status.stored(fetched.ttl(now));
    }
    if (collapsed) {
      status.collapsed(true);
    }
    return new Extra(age, status);
  }

  /** Returns the fields of an answer that is for one client only. */
  static Extra forwarded(Plan plan, Sharing sharing) {
    String name = plan.key().policy().cacheName();
    CacheStatus status =
        name == null ? null : CacheStatus.forwarded(name, plan.why()).detail(sharing.reason());
    return new Extra(-1, status);
  }

  /**
   * Returns the fields of an answer from what is kept, in place of a failure.
   *
   * @param error the status of the server, or 0 if it has not answered
   */
  static Extra standIn(Plan plan, int error) {
    String name = plan.key().policy().cacheName();
    CacheStatus status = name == null ? null : CacheStatus.forwarded(name, plan.why());
    if (status != null && error > 0) {
      status.forwardStatus(error);
    }
    return new Extra(plan.stale().age(System.nanoTime()), status);
  }

  void addTo(HttpFields.Mutable fields) {
    if (age >= 0) {
      fields.put(HttpHeader.AGE, age);
    }
    if (status != null) {
      status.addTo(fields);
    }
  }
}
