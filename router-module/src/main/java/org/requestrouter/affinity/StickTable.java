package org.requestrouter.affinity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.requestrouter.config.StickConfig;

/** The values that were learnt, each with the name of its server. Bounded in number and in time. */
final class StickTable {
  private final Cache<String, String> servers;

  StickTable(StickConfig config) {
    servers =
        Caffeine.newBuilder()
            .maximumSize(config.getSize())
            .expireAfterAccess(config.getExpire())
            .build();
  }

  /** Changes the bounds; what is kept stays, as far as they allow. */
  void bound(StickConfig config) {
    servers.policy().eviction().ifPresent(size -> size.setMaximum(config.getSize()));
    servers
        .policy()
        .expireAfterAccess()
        .ifPresent(expiration -> expiration.setExpiresAfter(config.getExpire()));
  }

  /** Returns the name of the server, or null. */
  String find(String key) {
    return servers.getIfPresent(key);
  }

  void learn(String key, String server) {
    // Far more often than not it is known, and to look costs less than to write.
    if (!server.equals(servers.getIfPresent(key))) {
      servers.put(key, server);
    }
  }

  long size() {
    return servers.estimatedSize();
  }
}
