package org.requestrouter.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import javax.management.MBeanException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.eclipse.jetty.jmx.MBeanContainer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.LifeCycle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.requestrouter.RequestRouter;
import org.requestrouter.config.BackendConfig;
import org.requestrouter.config.CheckConfig;
import org.requestrouter.config.RoutingConfig;
import org.requestrouter.health.ServerHealth;

/** What an operator sees of a server over JMX, and what can be told to it. */
class ServerMBeanTest {
  private static final String BEAN =
      "org.requestrouter.backend:type=backendserver,name=apache1,context=*/mbean-test,*";

  private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
  private final Server server = new Server();
  private ObjectName name;

  @BeforeEach
  void start() throws Exception {
    RoutingConfig config = new RoutingConfig();
    BackendConfig backend = config.backend("mbean-test");
    backend.server("apache1", "http://127.0.0.1:8081").setWeight(10);
    backend.server("apache2", "http://127.0.0.1:8082");
    backend.circuitBreaker();
    server.addBean(new MBeanContainer(beans));
    server.addBean(new RequestRouter(server, config));
    server.start();
    Set<ObjectName> names = beans.queryNames(new ObjectName(BEAN), null);
    assertEquals(1, names.size());
    name = names.iterator().next();
  }

  @AfterEach
  void stop() {
    LifeCycle.stop(server);
  }

  private Object get(String attribute) throws Exception {
    return beans.getAttribute(name, attribute);
  }

  private void changeState(String state) throws Exception {
    beans.invoke(name, "changeState", new Object[] {state}, new String[] {"java.lang.String"});
  }

  private void changeWeight(int weight) throws Exception {
    beans.invoke(name, "changeWeight", new Object[] {weight}, new String[] {"int"});
  }

  @Test
  void attributesShowTheLiveState() throws Exception {
    Set<String> attributes = new TreeSet<>();
    Arrays.stream(beans.getMBeanInfo(name).getAttributes())
        .forEach(a -> attributes.add(a.getName()));
    attributes.retainAll(
        Set.of("name", "uri", "state", "weight", "inFlight", "connections", "backup", "quiet"));
    assertEquals(
        "[backup, connections, inFlight, name, quiet, state, uri, weight]", attributes.toString());
    assertEquals("apache1", get("name"));
    assertEquals("http://127.0.0.1:8081", get("uri"));
    assertEquals("ready", get("state"));
    assertEquals(10, get("weight"));
    assertEquals(0, get("inFlight"));
    assertEquals(0, get("connections"));
    assertEquals(true, get("quiet"));
  }

  @Test
  void attributesShowHowTheServerIs() throws Exception {
    assertEquals(true, get("up"));
    assertEquals(0L, get("checks"));
    assertEquals("", get("lastCheck"));
    assertEquals("closed", get("circuitBreaker"));
    Object since = get("since");

    ServerHealth health =
        server.getBean(RequestRouter.class).backends().get(0).servers().get(0).health();
    health.configure(new CheckConfig("mbean-test"), null);
    health.checked(false, "connection refused");

    assertEquals(false, get("up"));
    assertEquals(1L, get("checks"));
    assertEquals(1L, get("failedChecks"));
    assertEquals(1L, get("transitions"));
    assertEquals("connection refused", get("lastCheck"));
    assertNotEquals(since, get("since"));
  }

  @Test
  void backendHasItsNameInTheObjectName() throws Exception {
    String pattern = "org.requestrouter.backend:type=backend,name=mbean-test,*";
    assertEquals(1, beans.queryNames(new ObjectName(pattern), null).size());
  }

  @ParameterizedTest
  @CsvSource({"drain, drain", "maint, maint", "DRAIN, drain", "ready, ready"})
  void stateIsChangedByAWord(String word, String state) throws Exception {
    changeState(word);
    assertEquals(state, get("state"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 256})
  void weightIsChanged(int weight) throws Exception {
    changeWeight(weight);
    assertEquals(weight, get("weight"));
  }

  @Test
  void wrongWordIsRefusedWithTheRightOnes() throws Exception {
    MBeanException refused = assertThrows(MBeanException.class, () -> changeState("offline"));
    IllegalArgumentException cause =
        assertInstanceOf(IllegalArgumentException.class, refused.getCause());
    assertEquals("state 'offline': must be ready, drain or maint", cause.getMessage());
    assertEquals("ready", get("state"));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 257})
  void wrongWeightIsRefusedWithTheRange(int weight) throws Exception {
    MBeanException refused = assertThrows(MBeanException.class, () -> changeWeight(weight));
    assertEquals("weight " + weight + ": must be from 0 to 256", refused.getCause().getMessage());
    assertEquals(10, get("weight"));
  }
}
