package org.requestrouter.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.requestrouter.rule.VectorFile.Vector;

/** Agrees with every verdict that a real HAProxy gave. */
class AclVectorsTest {
  /** What the grammar refuses, where HAProxy accepts what can only be a mistake. */
  private static final Set<String> REFUSED =
      Set.of(
          "{ hdr_cnt(x) ne 1 }",
          "{ hdr_dom(host) . }",
          "{ path_dir / }",
          "{ path_dom . }",
          "{ path_dom : }");

  @ParameterizedTest
  @MethodSource("vectors")
  void agreesWithHaproxy(Vector vector) throws Exception {
    RequestHead request = TestRequest.parse(vector.request());
    List<String> differences = new ArrayList<>();
    for (String condition : vector.hits()) {
      check(vector, condition, request, true, differences);
    }
    for (String condition : vector.misses()) {
      check(vector, condition, request, false, differences);
    }
    assertEquals(List.of(), differences, vector.request());
  }

  private static void check(
      Vector vector,
      String condition,
      RequestHead request,
      boolean verdict,
      List<String> differences)
      throws Exception {
    AclSet acls = new AclSet(resources());
    for (String acl : vector.acls()) {
      String[] words = acl.split(" ", 3);
      acls.define(words[1], words[2]);
    }
    if (REFUSED.contains(condition)) {
      assertThrows(RuleSyntaxException.class, () -> acls.compile(condition), condition);
    } else if (acls.compile(condition).test(request) != verdict) {
      differences.add(condition + " is " + verdict + " in HAProxy");
    }
  }

  @Test
  void allVectorsAreThere() throws Exception {
    int verdicts = 0;
    int refused = 0;
    for (Vector vector : vectors()) {
      List<String> conditions = new ArrayList<>(vector.hits());
      conditions.addAll(vector.misses());
      verdicts += conditions.size();
      refused += (int) conditions.stream().filter(REFUSED::contains).count();
    }
    assertEquals(105, vectors().size());
    assertEquals(1788, verdicts);
    assertEquals(34, refused);
  }

  static List<Vector> vectors() throws IOException, URISyntaxException {
    return VectorFile.read(resources().resolve("acl-vectors.jsonl"));
  }

  private static Path resources() throws URISyntaxException {
    return Path.of(AclVectorsTest.class.getResource("/rule/acl-vectors.jsonl").toURI()).getParent();
  }
}
