package org.requestrouter.rule;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every refusal quotes the words at fault and says why. */
class RefusalTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          foo                           | no such ACL 'foo'
          true                          | no such ACL 'true'
          TRUE and TRUE                 | no such ACL 'and'; terms are joined
          TRUE && TRUE                  | no such ACL '&&'; terms are joined
          if if TRUE                    | no such ACL 'if'
          {path / }                     | no such ACL '{path'; braces
          TRUE }                        | no such ACL '}'; braces
          TRUE !                        | nothing follows that '!' could negate
          ! or TRUE                     | nothing follows that '!' could negate
          { path /                      | missing closing '}' after '{ path /'
          { path "" }                   | missing closing '}' after '{ path'
          { path /}                     | missing closing '}'
          { }                           | missing fetch: the expression is empty
          { !path / }                   | missing fetch before '!path'
          { foo a }                     | unknown fetch 'foo'
          { req.hdr_beg(host) a }       | unknown fetch 'req.hdr_beg'; write 'req.hdr' with '-m beg'
          { url_param_beg(a) a }        | unknown fetch 'url_param_beg'; write 'url_param' with '-m beg'
          { req.cook_beg(a) a }         | unknown fetch 'req.cook_beg'; write 'req.cook' with '-m beg'
          { status 200 }                | 'status' looks at the response
          { res.hdr(x) a }              | 'res.hdr' looks at the response
          { shdr(x) a }                 | 'shdr' looks at the response
          { scook_beg(x) a }            | 'scook_beg' looks at the response
          { hdr( host ) a }             | missing ')' in 'hdr('
          { hdr(host a }                | missing ')' in 'hdr(host'
          { hdr(host)x a }              | missing comma after 'hdr' in 'hdr(host)x'
          { path(x) a }                 | 'path' takes no argument, found 'x'
          { hdr(x,1,2) a }              | 'hdr' takes at most 2 arguments, found '2'
          { hdr(x,one) a }              | 'one' in 'hdr' is not an integer
          { hdr(x,-11) a }              | '-11' is before the last 10 values
          { urlp(a,) b }                | empty delimiter in 'urlp'
          { path,foo a }                | unknown converter 'foo'
          { path,lower(1) a }           | 'lower' takes no argument, found '1'
          { path,field(1) a }           | 'field' needs 2 argument(s)
          { path,field(0,/) a }         | 'field' needs an index other than 0
          { query lower }               | HAProxy takes 'lower' for a converter here; write 'query,lower'
          { query url_dec(1) -m found } | write 'query,url_dec(1)'
          { path }                      | no value to match 'path' against
          { path -i }                   | no value to match 'path' against
          { path -- }                   | no value to match 'path' against
          { hdr_cnt(x) }                | no value to match 'hdr_cnt(x)' against
          { hdr_cnt(x) gt }             | missing value after 'gt'
          { path -x a }                 | '-x' is not a flag
          { path -I a }                 | '-I' is not a flag
          { path -M a }                 | '-M' is not supported
          { path -m foo a }             | unknown matching method 'foo'
          { path -m method a }          | unknown matching method 'method'
          { path -m }                   | missing argument after '-m'
          { path -f }                   | missing argument after '-f'
          { path -u }                   | missing argument after '-u'
          { path -u x a }               | the id 'x' of -u is not an integer
          { path -m beg -m end a }      | more than one -m: '-m end'
          { path -f missing.lst }       | cannot read the values of -f 'missing.lst'
          { src -m int 5 }              | matching method 'int' cannot be used with 'src'
          { method -m int 5 }           | matching method 'int' cannot be used with 'method'
          { hdr_cnt(x) -m ip 1.2.3.4 }  | matching method 'ip' cannot be used with 'hdr_cnt(x)'
          { hdr_cnt(x) ne 1 }           | 'ne' behaves like 'eq' in HAProxy
          { hdr_cnt(x) == 1 }           | '==' is neither an integer nor a range
          { hdr_cnt(x) 6:4 }            | '6:4' is an empty range: 6 > 4
          { hdr_cnt(x) one }            | 'one' is neither an integer nor a range
          { hdr_cnt(x) gt 1.5 }         | '1.5' is neither an integer nor a range
          { hdr_cnt(x) : }              | ':' is neither an integer nor a range
          { hdr_cnt(x) +1 }             | '+1' is neither an integer nor a range
          { hdr_cnt(x) gt 9223372036854775807 } | no integer is greater than
          { path_len lt 0 }             | no length is in the range ':-1'
          { path_dir / }                | '/' holds nothing but delimiters, so 'dir' cannot match it
          { path_dir ?/ }               | '?/' holds nothing but delimiters
          { hdr_dom(host) . }           | '.' holds nothing but delimiters, so 'dom' cannot match it
          { path_dom : }                | ':' holds nothing but delimiters
          { path_reg ( }                | regular expression '(' is not understood
          { path_reg (?R) }             | regular expression '(?R)' is not understood
          { path -m bin 2f6 }           | '2f6' is not made of pairs of hexadecimal digits
          { path -m bin xy }            | 'xy' is not made of pairs of hexadecimal digits
          { src localhost }             | 'localhost' is no IPv4 or IPv6 network
          { src 1.2.3.256 }             | '1.2.3.256' is no IPv4 or IPv6 network
          { src 010.0.0.1 }             | '010.0.0.1' is no IPv4 or IPv6 network
          { src 1.2.3.4/33 }            | '1.2.3.4/33' is no IPv4 or IPv6 network
          { src 1.2.3.4/ }              | '1.2.3.4/' is no IPv4 or IPv6 network
          { src 1.2.3.4/1.2.3 }         | '1.2.3.4/1.2.3' is no IPv4 or IPv6 network
          { src 1.2.3.4.5 }             | '1.2.3.4.5' is no IPv4 or IPv6 network
          { src ::1/129 }               | '::1/129' is no IPv4 or IPv6 network
          { src ::g }                   | '::g' is no IPv4 or IPv6 network
          { path 'a }                   | unmatched quote at ''a }'
          """)
  void refusesACondition(String condition, String reason) {
    RuleSyntaxException e =
        assertThrows(RuleSyntaxException.class, () -> new AclSet().compile(condition));
    assertTrue(e.getMessage().contains(reason), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "if", "unless", "or", "or ||", "# comment", "\"\"", "if \"\" TRUE"})
  void refusesAnEmptyCondition(String condition) {
    RuleSyntaxException e =
        assertThrows(RuleSyntaxException.class, () -> new AclSet().compile(condition));
    assertTrue(e.getMessage().contains("the condition is empty"), e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "or, 'or' is an operator",
    "Or, 'Or' is an operator",
    "a b, invalid character ' '",
    "a{, invalid character '{'",
    "'', an ACL has no name",
  })
  void refusesTheNameOfAnAcl(String name, String reason) {
    RuleSyntaxException e =
        assertThrows(RuleSyntaxException.class, () -> new AclSet().define(name, "path /"));
    assertTrue(e.getMessage().contains(reason.replace("''", "'")), e.getMessage());
  }

  @Test
  void refusesAnAclWithoutValues() {
    assertThrows(RuleSyntaxException.class, () -> new AclSet().define("a", "path \"\" /a"));
    assertThrows(RuleSyntaxException.class, () -> new AclSet().define("a", ""));
  }

  @Test
  void refusesAnAclThatIsDeclaredAfterItsUse() {
    AclSet acls = new AclSet();
    assertThrows(RuleSyntaxException.class, () -> acls.compile("a"));
    acls.define("a", "path /");
    acls.compile("a");
    RuleSyntaxException e =
        assertThrows(RuleSyntaxException.class, () -> acls.define("a", "path /b"));
    assertTrue(e.getMessage().contains("acl 'a' is already used by a condition"));
    acls.compile("METH_GET");
    assertThrows(RuleSyntaxException.class, () -> acls.define("METH_GET", "method POST"));
  }

  @Test
  void refusesAnIdThatIsUsedTwice() {
    AclSet acls = new AclSet();
    acls.define("a", "path -u 3 /");
    RuleSyntaxException e =
        assertThrows(RuleSyntaxException.class, () -> acls.compile("{ path -u 3 / }"));
    assertTrue(e.getMessage().contains("the id '3' of -u is already used"));
  }

  @Test
  void refusesAMethodAfterAFile() {
    AclSet acls = new AclSet();
    RuleSyntaxException e =
        assertThrows(
            RuleSyntaxException.class, () -> acls.compile("{ path -f /dev/null -m beg / }"));
    assertTrue(e.getMessage().contains("'-m beg' must stand before any -f"));
  }

  @Test
  void aRefusedLineLeavesTheAclsAsTheyWere() {
    AclSet acls = new AclSet();
    assertThrows(RuleSyntaxException.class, () -> acls.define("a", "path"));
    RuleSyntaxException e = assertThrows(RuleSyntaxException.class, () -> acls.compile("a"));
    assertTrue(e.getMessage().contains("no such ACL 'a'"));
  }
}
