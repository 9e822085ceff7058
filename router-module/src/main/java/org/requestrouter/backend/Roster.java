package org.requestrouter.backend;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.requestrouter.balance.Balancer;
import org.requestrouter.balance.Policy;
import org.requestrouter.exchange.Exchange;
import org.requestrouter.headers.JettyRequestHead;
import org.requestrouter.rule.SampleText;

/**
 * The servers of a backend at one time: all of them, and those in service, among which the balancer
 * chooses. Made anew whenever a server comes, goes, or changes its state or weight, so that a
 * choice takes no lock.
 */
final class Roster {
  private final List<BackendServer> servers;
  private final List<BackendServer> inService;
  private final Map<String, BackendServer> named = new HashMap<>();
  private final List<BackendServer> own;
  private final Balancer<BackendServer> balancer;
  private final SampleText sample;

  Roster(List<BackendServer> servers, Policy policy, SampleText sample) {
    this.servers = List.copyOf(servers);
    this.inService = inService(servers);
    this.own = servers.stream().filter(BackendServer::servesItsOwn).toList();
    this.balancer = policy.over(inService);
    this.sample = sample;
    servers.forEach(server -> named.put(server.name(), server));
  }

  /** Backup servers serve when no other can. */
  private static List<BackendServer> inService(List<BackendServer> servers) {
    List<BackendServer> able = servers.stream().filter(BackendServer::isInService).toList();
    List<BackendServer> first = able.stream().filter(server -> !server.isBackup()).toList();
    return first.isEmpty() ? able : first;
  }

  /** All servers, in the order of the configuration. */
  List<BackendServer> servers() {
    return servers;
  }

  /** What hash policies hash of the exchange's request; null if the policy needs none. */
  String key(Exchange exchange) {
    return sample == null ? null : sample.of(new JettyRequestHead(exchange.downstream().request()));
  }

  /** The server that the exchange belongs to, unless it is down or was tried in vain; or null. */
  BackendServer preferred(Exchange exchange) {
    if (exchange.bond() == null) {
      return null;
    }
    String name = exchange.bond().preferred(server -> isPreferable(named.get(server), exchange));
    return name == null ? null : named.get(name);
  }

  private static boolean isPreferable(BackendServer server, Exchange exchange) {
    return server != null && server.servesItsOwn() && !exchange.attempts().hasTried(server);
  }

  /** Whether the same servers may be given requests, be it of anybody or only their own. */
  boolean isAvailableLike(Roster other) {
    return inService.equals(other.inService) && own.equals(other.own);
  }

  /** Takes a place on a server; null if there is none now. */
  BackendServer pick(WaitingExchange placed) {
    return balancer.pick(placed);
  }

  /** Whether a server could serve the exchange if it had room. */
  boolean hasUntried(Exchange exchange) {
    for (BackendServer server : inService) {
      if (!exchange.attempts().hasTried(server)) {
        return true;
      }
    }
    return false;
  }
}
