package org.requestrouter.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Jetty's URI compliance allows is forwarded byte for byte. */
class LooseComplianceTest extends ProtocolTest {

  private void allow(String violations) throws Exception {
    start(
        (routing, backend, server) ->
            routing.useBackend("b", "{ path_beg /secret/ }").setRequestHeader("X-Rule", "secret"));
    router
        .connector()
        .getConnectionFactory(HttpConnectionFactory.class)
        .getHttpConfiguration()
        .setUriCompliance(UriCompliance.from(violations));
  }

  private void assertForwarded(String target) throws IOException {
    RawClient client = connect().get(target);
    Wire server = upstream.accept();
    Head request = server.readHead();
    assertEquals(target, request.target());
    assertEquals(target.startsWith("/secret/"), request.has("X-Rule"));
    server.send(RawServer.OK);
    assertEquals(200, client.readResponse().status());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a/./b", "/a/../secret/b", "/secret/../a"})
  void dotSegmentsAreForwardedWhereTheyAreAllowed(String target) throws Exception {
    allow("DEFAULT,AMBIGUOUS_PATH_SEGMENT");
    assertForwarded(target);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a;b=%2Fsecret", "/a;b\\c"})
  void separatorsInParametersAreForwardedWhereTheyAreAllowed(String target) throws Exception {
    allow("DEFAULT,AMBIGUOUS_PATH_SEPARATOR");
    assertForwarded(target);
  }
}
