package org.requestrouter.matrix;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests of single ways, through the handler and through the servlet, with one site for all. */
@ParameterizedClass(name = "{0}")
@EnumSource(
    value = Door.class,
    names = {"CORE", "EE10"})
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class WayTest {
  private static Site site;

  @Parameter Door door;

  private final List<Client> clients = new ArrayList<>();

  @BeforeParameterizedClassInvocation
  static void start(Door door) throws Exception {
    site = new Site(door, Back.values());
  }

  @AfterParameterizedClassInvocation
  static void stop() throws Exception {
    site.close();
  }

  static Entrance entrance() {
    return site.entrance();
  }

  static Way way(Front front, Back back) {
    return site.way(front, back);
  }

  /** Connects a client, which is closed after the test. */
  Client connect(Front front) throws Exception {
    return closing(front.connect(site.entrance()));
  }

  /** Has a client closed after the test. */
  Client closing(Client client) {
    clients.add(client);
    return client;
  }

  /** Answers a request that needs nothing else. */
  static void answer(End server) throws Exception {
    server.respond(200, 2);
    server.write("ok");
    server.finish();
    server.close();
  }

  @AfterEach
  void closeClients() throws Exception {
    for (Client client : clients) {
      client.close();
    }
  }
}
