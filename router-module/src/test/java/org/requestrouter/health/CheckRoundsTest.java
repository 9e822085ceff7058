package org.requestrouter.health;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.requestrouter.config.ObserveConfig;

/** Checks one after another, and those by TCP. */
@Timeout(60)
class CheckRoundsTest {
  private final Checking checking = new Checking();

  CheckRoundsTest() throws Exception {}

  @AfterEach
  void stop() throws Exception {
    checking.stop();
  }

  @Test
  void aServerThatFlapsGoesDownAndUpAsOftenAsItsAnswersSay() throws Exception {
    String script = "+--+---+-++--+---++";
    checking.check.setUri("/health");
    Changes changes = new Changes();
    checking.health.listen(changes);
    CountDownLatch last = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    try (CheckedServer server =
        new CheckedServer(
            (connection, peer) -> {
              peer.head();
              if (connection == script.length()) {
                last.countDown();
                end.await();
              } else {
                boolean good = script.charAt(connection) == '+';
                peer.send(CheckedServer.response(good ? 200 : 500));
              }
            })) {
      checking.http(server.address());
      last.await();
      assertEquals(
          List.of(
              "down: check failed 3 times: status 500",
              "up: check passed 2 times: status 200",
              "down: check failed 3 times: status 500",
              "up: check passed 2 times: status 200"),
          changes.told());
      assertEquals(script.length(), checking.health.getChecks());
      assertEquals(script.length() + 1, server.connections(), "a connection for each check");
      end.countDown();
    }
  }

  @Test
  void neverTwoChecksOfAServerAreUnderWay() throws Exception {
    checking.check.setUri("/health");
    checking.check.setInterval("1ms");
    checking.check.setTimeout("20ms");
    List<Integer> early = new CopyOnWriteArrayList<>();
    try (CheckedServer server =
        new CheckedServer(
            (connection, peer) -> {
              // Each before it has had its result.
              if (checking.health.getChecks() < connection) {
                early.add(connection);
              }
              peer.awaitEnd();
            })) {
      checking.http(server.address());
      await().until(() -> checking.health.getChecks() >= 10);
      assertEquals(List.of(), early);
    }
  }

  @Test
  void withoutAUriAConnectionPasses() throws Exception {
    try (CheckedServer server = new CheckedServer((connection, peer) -> peer.awaitEnd())) {
      checking.http(server.address());
      assertEquals("passed: connected", checking.result());
      await().until(() -> checking.health.getChecks() >= 5);
      assertEquals(0, checking.health.getFailedChecks());
      assertEquals(List.of(), server.heads());
      checking.checks.stop();
      await().until(() -> server.open() == 0);
    }
  }

  @Test
  void withoutAUriARefusalFails() throws Exception {
    checking.http(CheckedServer.nobody());
    assertEquals("failed: connection refused", checking.result());
    assertFalse(checking.health.isUp());
  }

  @Test
  void aConnectionThatIsNeverMadeFailsAfterTheTimeout() throws Exception {
    try (FullServer full = new FullServer()) {
      checking.check.setTimeout("100ms");
      checking.http(full.address());
      assertEquals("failed: no connection within 100ms", checking.result());
      await().until(() -> checking.health.getChecks() >= 3);
    }
  }

  @Test
  void aConnectionForHttpThatIsNeverMadeFailsAfterTheTimeout() throws Exception {
    try (FullServer full = new FullServer()) {
      checking.check.setUri("/health");
      checking.check.setTimeout("100ms");
      checking.http(full.address());
      assertEquals("failed: no connection within 100ms", checking.result());
      await().until(() -> checking.health.getChecks() >= 3);
    }
  }

  @Test
  void aServerIsNotCheckedAnyMoreOnceStopped() throws Exception {
    try (CheckedServer server = new CheckedServer((connection, peer) -> peer.awaitEnd())) {
      ActiveChecks.Handle handle = checking.http(server.address());
      checking.result();
      handle.stop();
      long checks = checking.health.getChecks();
      // Checks of another server go on, so that there would have been time for more.
      ServerHealth other = new ServerHealth("server 'b/o'", checking.scheduler);
      other.configure(checking.check, null);
      checking.checks.add(target(server.address()), other);
      await().until(() -> other.getChecks() >= 10);
      assertTrue(checking.health.getChecks() <= checks + 1, "one may have been under way");
    }
  }

  @Test
  void checksRunWhileStarted() throws Exception {
    try (CheckedServer server = CheckedServer.answering(CheckedServer.response(200))) {
      checking.checks.stop();
      checking.check.setUri("/health");
      checking.http(server.address());
      checking.checks.start();
      assertEquals("passed: status 200", checking.result());
      checking.checks.stop();
      await().until(() -> server.open() == 0);
      int connections = server.connections();
      checking.checks.start();
      await().until(() -> server.connections() > connections);
    }
  }

  @Test
  void errorsOfRequestsHaveTheNextCheckMadeSoon() throws Exception {
    try (CheckedServer server = CheckedServer.answering("")) {
      checking.check.setInterval("1h");
      checking.check.setFastInterval("10ms");
      checking.http(server.address());
      await().until(() -> checking.health.getChecks() == 1);
      ObserveConfig observe = new ObserveConfig("b");
      observe.setErrorLimit(1);
      checking.health.configure(checking.check, observe);
      checking.health.observed(Observation.NOT_CONNECTED);
      await().atMost(Duration.ofSeconds(20)).until(checking.health::isUp);
      assertTrue(checking.health.getChecks() >= 3);
    }
  }

  @Test
  void aServerInDoubtIsCheckedAtTheFastInterval() throws Exception {
    try (CheckedServer server =
        new CheckedServer(
            (connection, peer) -> {
              peer.head();
              peer.send(CheckedServer.response(connection == 0 ? 500 : 200));
            })) {
      checking.check.setUri("/health");
      checking.check.setInterval("1s");
      checking.check.setFastInterval("1ms");
      checking.check.setRise(200);
      checking.http(server.address());
      // More than three minutes at the interval.
      await().atMost(Duration.ofSeconds(40)).until(checking.health::isUp);
    }
  }

  @Test
  void theFirstChecksAreSpreadOverTheInterval() throws Exception {
    ManualScheduler manual = new ManualScheduler();
    ActiveChecks checks = new ActiveChecks(checking.threads, manual);
    checking.check.setInterval("1000ms");
    checks.start();
    List<Long> begins = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      ServerHealth health = new ServerHealth("server 's'", manual);
      ActiveChecks.Handle handle =
          checks.add(target(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1)), health);
      begins.add(manual.nextMillis());
      handle.stop();
    }
    checks.stop();
    begins.sort(null);
    assertEquals(0, begins.get(0));
    assertTrue(begins.get(9) > 700 && begins.get(9) < 1000, begins::toString);
    for (int i = 1; i < begins.size(); i++) {
      assertTrue(begins.get(i) - begins.get(i - 1) >= 50, begins::toString);
    }
  }

  private CheckTarget target(InetSocketAddress address) {
    URI uri = URI.create("http://localhost:" + address.getPort());
    return new CheckTarget(uri, address, checking.check, null);
  }

  /** A server whose queue of connections is full, so that more of them are never answered. */
  private static final class FullServer implements AutoCloseable {
    private final ServerSocket listener;
    private final List<Socket> clients = new ArrayList<>();

    FullServer() throws IOException {
      listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      boolean room = true;
      while (room) {
        Socket client = new Socket();
        clients.add(client);
        try {
          client.connect(address(), 300);
        } catch (IOException x) {
          room = false;
        }
      }
    }

    InetSocketAddress address() {
      return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    @Override
    public void close() throws IOException {
      for (Socket client : clients) {
        client.close();
      }
      listener.close();
    }
  }
}
