package org.requestrouter.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.requestrouter.config.BackendConfig;
import org.requestrouter.config.CoalesceConfig;
import org.requestrouter.config.RoutingConfig;
import org.requestrouter.config.ServerConfig;

/** Nobody ever receives what is for somebody else, whatever fields requests and responses have. */
class PrivacyTest extends ProtocolTest {
  private static final int USERS = 16;
  private static final int VISITS = 200;

  @AfterEach
  void giveBackWhatIsKept() {
    router.clearCache();
  }

  @Test
  void noUserReceivesAnothersResponse() throws Exception {
    long seed = Long.getLong("privacy.seed", System.nanoTime());
    PrivacyLedger ledger = new PrivacyLedger();
    ScheduledExecutorService later = Executors.newScheduledThreadPool(2);
    ExecutorService users = Executors.newFixedThreadPool(USERS);
    try {
      upstream.serve(new PersonalServer(ledger, later, seed)::serve);
      start(PrivacyTest::share);
      List<Future<?>> visits = new ArrayList<>();
      for (int i = 0; i < USERS; i++) {
        Random random = new Random(seed + i);
        PersonalClient user = new PersonalClient("u" + i, router.port(), random, ledger, later);
        visits.add(
            users.submit(
                () -> {
                  user.visit(VISITS);
                  return null;
                }));
      }
      for (Future<?> visit : visits) visit.get();
    } finally {
      users.shutdownNow();
      later.shutdownNow();
    }
    String seen = ledger + "; again with -Dprivacy.seed=" + seed;
    assertEquals("", ledger.leaks(), seen);
    // The test would be in vain if nothing, or everything, were shared.
    assertTrue(ledger.repeated() > USERS * VISITS / 50, seen);
    assertTrue(ledger.personal() > USERS * VISITS / 4, seen);
    assertTrue(ledger.refusals() < USERS * VISITS / 10, seen);
  }

  private static void share(RoutingConfig routing, BackendConfig backend, ServerConfig server) {
    coalesce(routing, "/keyed/").setKeyFields("Authorization Cookie");
    coalesce(routing, "/heeding/").setRequestDirectives(true);
    CoalesceConfig stale = coalesce(routing, "/stale/");
    stale.setStaleWhileRevalidate("200ms");
    stale.setStaleIfError("1s");
    coalesce(routing, "/");
  }

  private static CoalesceConfig coalesce(RoutingConfig routing, String path) {
    CoalesceConfig coalesce = routing.useBackend("b", "{ path_beg " + path + " }").coalesce();
    coalesce.setMicroCache("100ms");
    coalesce.setIgnoredParameters("_");
    coalesce.setSafeCookies("_*");
    coalesce.setMaxContent("4k");
    return coalesce;
  }
}
