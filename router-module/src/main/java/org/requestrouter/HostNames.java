package org.requestrouter;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.requestrouter.config.BackendConfig;
import org.requestrouter.config.ServerConfig;
import org.requestrouter.health.NameWatch;

/**
 * The host names that backends have looked up again and again: each address is a server of its own.
 * Changed by one thread at a time, but told of new addresses by any.
 */
final class HostNames {
  private final NameWatch watch;
  private final Map<String, List<InetAddress>> known = new ConcurrentHashMap<>();
  private final Map<Name, NameWatch.Handle> watched = new HashMap<>();
  private volatile Runnable onChange = () -> {};

  private record Name(String host, Duration interval) {}

  HostNames(NameWatch watch) {
    this.watch = watch;
  }

  /** Has the action run, on a thread that may block, when a name has other addresses. */
  void onChange(Runnable action) {
    onChange = action;
  }

  /** Returns the servers of the backend, one for each address where names are looked up again. */
  List<ServerConfig> members(BackendConfig backend) {
    List<ServerConfig> members = new ArrayList<>();
    for (ServerConfig server : backend.servers()) {
      if (backend.getResolveInterval() == null || !hasName(server)) {
        members.add(server);
      } else {
        addresses(server).forEach(address -> members.add(ServerConfig.at(address, server)));
      }
    }
    return members;
  }

  private static boolean hasName(ServerConfig server) {
    String host = host(server);
    return host != null && host.indexOf(':') < 0 && !host.matches("[0-9.]+");
  }

  /** Null for a server at a socket file. */
  private static String host(ServerConfig server) {
    return server.uri().getHost();
  }

  /** What was found last; a name that cannot be found at first is refused. */
  private List<InetAddress> addresses(ServerConfig server) {
    List<InetAddress> found = known.get(host(server));
    if (found != null) {
      return found;
    }
    try {
      found = watch.lookUp(host(server));
    } catch (UnknownHostException x) {
      throw Upstreams.refused(server, "unknown host");
    }
    known.put(host(server), found);
    return found;
  }

  /** Looks after the names of these backends, and of no others. */
  void watch(Collection<BackendConfig> backends) {
    Map<Name, NameWatch.Handle> before = new HashMap<>(watched);
    watched.clear();
    for (BackendConfig backend : backends) {
      for (ServerConfig server : backend.servers()) {
        if (backend.getResolveInterval() != null
            && hasName(server)
            && known.containsKey(host(server))) {
          Name name = new Name(host(server), backend.getResolveInterval());
          watched.computeIfAbsent(name, n -> before.containsKey(n) ? before.get(n) : begin(n));
        }
      }
    }
    before.keySet().removeAll(watched.keySet());
    before.values().forEach(NameWatch.Handle::stop);
    discard();
  }

  private NameWatch.Handle begin(Name name) {
    return watch.add(
        name.host,
        known.get(name.host),
        name.interval,
        addresses -> {
          known.put(name.host, addresses);
          onChange.run();
        });
  }

  /** Forgets what was looked up for plans that have not been applied. */
  void discard() {
    known.keySet().removeIf(host -> watched.keySet().stream().noneMatch(n -> n.host.equals(host)));
  }

  /** Looks after no name any more. */
  void end() {
    watched.values().forEach(NameWatch.Handle::stop);
    watched.clear();
    known.clear();
  }
}
