package org.requestrouter.health;

import java.io.IOException;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.io.ManagedSelector;

/** The checks of one server that pass as soon as there is a connection. */
final class TcpCheck implements ProbeSource {
  private final HttpClient client;
  private final CheckTarget target;

  /**
   * Creates the checks.
   *
   * @param client whose selector is used
   */
  TcpCheck(HttpClient client, CheckTarget target) {
    this.client = client;
    this.target = target;
  }

  @Override
  public void start() {
    // There is nothing to prepare.
  }

  @Override
  public void stop() {
    // Likewise.
  }

  @Override
  public Probe probe(Probe.Outcome outcome) throws IOException {
    ManagedSelector selector = CheckTransport.selector(client.getClientConnector());
    TcpConnect connect =
        TcpConnect.create(
            selector,
            target,
            channel -> {
              TcpConnect.close(channel, selector);
              outcome.ended(true, "connected");
            },
            cause -> outcome.ended(false, FailureText.of(cause)));
    connect.start();
    return new Connecting(connect);
  }

  private record Connecting(TcpConnect connect) implements Probe {

    @Override
    public String waitingFor() {
      return "connection";
    }

    @Override
    public void close() {
      connect.close();
    }
  }
}
