package org.requestrouter.matrix;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Map.Entry;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** A router behind one door with a server of each kind, all running. */
final class Site implements AutoCloseable {
  private final Map<Back, BackEnd> servers = new EnumMap<>(Back.class);
  private final Entrance entrance;

  /** Starts a router with a server of each of those kinds. */
  Site(Door door, Back... backs) throws Exception {
    for (Back back : backs) {
      servers.put(back, back.start());
    }
    entrance = new Entrance(door, servers);
  }

  /** Starts a router before that server, which ends with this. */
  Site(Door door, Back back, BackEnd server) throws Exception {
    servers.put(back, server);
    entrance = new Entrance(door, servers);
  }

  /** Starts a router whose connector for TLS has those certificates, which clients must name. */
  Site(SslContextFactory.Server tls, Back... backs) throws Exception {
    for (Back back : backs) {
      servers.put(back, back.start());
    }
    entrance = new Entrance(Door.CORE, Entrance.routing(servers), tls, true);
  }

  Entrance entrance() {
    return entrance;
  }

  Way way(Front front, Back back) {
    return new Way(front, back, entrance, servers.get(back));
  }

  BackEnd server(Back back) {
    return servers.get(back);
  }

  /** Waits until nothing is left of any exchange, then stops all. */
  @Override
  public void close() throws IOException {
    try {
      entrance.close();
    } finally {
      for (Entry<Back, BackEnd> entry : servers.entrySet()) {
        entry.getValue().close();
      }
    }
  }
}
