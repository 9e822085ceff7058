package org.requestrouter.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WarningTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          { hdr_dom(host) a.b }         | 'hdr_dom(host)' without -i distinguishes upper and lower case
          { hdr_dom(Host,1) a.b }       | 'hdr_dom(Host,1)' without -i
          { hdr(host) -m dom a.b }      | 'hdr(host)' without -i
          { hdr_beg(x),lower a }        | 'hdr_beg(x),lower' cancels the suffix of 'hdr_beg': the match is 'str'
          { path_beg,length 3 }         | the match is 'int'
          { path_beg -m end a }         | '-m end' overrides the suffix of 'path_beg'
          { path_reg ^/(?=a) }          | regular expression '^/(?=a)' needs the back-tracking engine
          { hdr (host) }                | '(host)' is a value, not an argument
          { cook (a) }                  | '(a)' is a value, not an argument
          { hdr a }                     | 'hdr' without a name never matches
          { hdr_cnt(x) gt 4:6 }         | the operator before the range '4:6' has no effect
          TRUE "" FALSE                 | the empty argument ends the line; 'FALSE' is ignored
          """)
  void warnsAndNamesTheCondition(String condition, String text) {
    AclSet acls = new AclSet();
    acls.compile(condition);
    assertEquals(1, acls.warnings().size(), acls.warnings().toString());
    String warning = acls.warnings().get(0);
    assertTrue(warning.startsWith("condition '" + condition + "': "), warning);
    assertTrue(warning.contains(text), warning);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ hdr_dom(host) -i a.b }",
        "{ hdr(host),lower -m dom a.b }",
        "{ hdr(host),host_only -m dom a.b }",
        "{ hdr_dom(x) a.b }",
        "{ hdr_beg(x) a }",
        "{ path -m beg a }",
        "{ hdr_cnt 2 }",
        "{ path (a) }",
        "{ hdr(x) (a) }",
        "{ hdr_cnt(x) eq 4:6 }",
        "{ path_reg ^/a(b|c)+$ }",
        "TRUE \"\"",
      })
  void saysNothingAboutWhatIsPlain(String condition) {
    AclSet acls = new AclSet();
    acls.compile(condition);
    assertEquals(List.of(), acls.warnings());
  }

  @Test
  void namesTheAcl() {
    AclSet acls = new AclSet();
    acls.define("notes", "hdr_dom(host) notes.example");
    acls.compile("notes");
    assertEquals(1, acls.warnings().size());
    assertTrue(acls.warnings().get(0).startsWith("acl 'notes': 'hdr_dom(host)' without -i"));
  }
}
