package org.requestrouter.rule;

import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** All keywords that may begin an expression. */
final class Fetches {
  private static final Fetch TRUE = (request, test) -> test.number(1);
  private static final Fetch FALSE = (request, test) -> test.number(0);

  private static final Pattern RESPONSE = Pattern.compile("(res\\.|shdr|scook|resp_ver|status).*");
  private static final Pattern UNKNOWN_SUFFIX =
      Pattern.compile("(req\\.hdr|req\\.cook|url_param|pathq|query)_(beg|dir|dom|end|len|reg|sub)");

  private static final Map<String, FetchKeyword> KEYWORDS = new HashMap<>();

  static {
    family("path", none(TargetFetch.PATH));
    family("url", none(TargetFetch.URL));
    family("base", none(new BaseFetch()));
    family("hdr", call -> header(call, true));
    family("cook", Fetches::cookie);
    family("urlp", Fetches::parameter);
    aclKeyword("method", Kind.METHOD, none(Fetches::method));
    aclKeyword("req_ver", Kind.TEXT, none(Fetches::version));

    sample("pathq", Kind.TEXT, none(TargetFetch.PATHQ));
    sample("query", Kind.TEXT, none(TargetFetch.QUERY));
    sample("url_param", Kind.TEXT, Fetches::parameter);
    sample("urlp_val", Kind.NUMBER, Fetches::parameter, LooseNumber::new);
    sample("req.hdr", Kind.TEXT, call -> header(call, true));
    sample("req.fhdr", Kind.TEXT, call -> header(call, false));
    sample("req.fhdr_cnt", Kind.NUMBER, call -> headerCount(call, false));
    sample("req.hdr_names", Kind.TEXT, Fetches::headerNames);
    sample("req.cook", Kind.TEXT, Fetches::cookie);
    for (String prefix : new String[] {"", "req."}) {
      sample(prefix + "hdr_cnt", Kind.NUMBER, call -> headerCount(call, true));
      sample(prefix + "hdr_val", Kind.NUMBER, call -> header(call, true), LooseNumber::new);
      sample(prefix + "hdr_ip", Kind.ADDRESS, call -> header(call, true), HeaderAddress::new);
      sample(prefix + "cook_cnt", Kind.NUMBER, Fetches::cookieCount);
      sample(prefix + "cook_val", Kind.NUMBER, Fetches::cookie, LooseNumber::new);
    }
    sample("req.ver", Kind.TEXT, none(Fetches::version));
    sample("src", Kind.ADDRESS, none(new SocketFetch(RequestHead::remote, false)));
    sample("dst", Kind.ADDRESS, none(new SocketFetch(RequestHead::local, false)));
    sample("src_port", Kind.NUMBER, none(new SocketFetch(RequestHead::remote, true)));
    sample("dst_port", Kind.NUMBER, none(new SocketFetch(RequestHead::local, true)));
    sample("fe_conn", Kind.NUMBER, none((request, test) -> test.number(request.connections())));
    sample("ssl_fc", Kind.BOOL, none((request, test) -> test.number(request.secure() ? 1 : 0)));
    sample("always_true", Kind.BOOL, none(TRUE));
    sample("always_false", Kind.BOOL, none(FALSE));
    sample("req.proto_http", Kind.BOOL, none(TRUE));
    sample("req_proto_http", Kind.BOOL, none(TRUE));
    // Rules run when the header is complete, and they never wait for more.
    sample("wait_end", Kind.BOOL, none(TRUE));
  }

  private Fetches() {}

  static FetchKeyword named(String name) {
    FetchKeyword keyword = KEYWORDS.get(name);
    if (keyword != null) {
      return keyword;
    }
    if (RESPONSE.matcher(name).matches()) {
      throw new RuleSyntaxException(
          "'" + name + "' looks at the response, which there is none of when a request is routed");
    }
    if (UNKNOWN_SUFFIX.matcher(name).matches()) {
      int suffix = name.lastIndexOf('_');
      throw new RuleSyntaxException(
          "unknown fetch '"
              + name
              + "'; write '"
              + name.substring(0, suffix)
              + "' with '-m "
              + name.substring(suffix + 1)
              + "'");
    }
    throw new RuleSyntaxException("unknown fetch '" + name + "'");
  }

  private static void family(String name, FetchKeyword.Builder builder) {
    aclKeyword(name, Kind.TEXT, builder);
    for (MatchMethod method : MatchMethod.SUFFIXES) {
      KEYWORDS.put(
          name + "_" + method.word(),
          new FetchKeyword(Kind.TEXT, method, false, builder, UnaryOperator.identity()));
    }
  }

  private static void aclKeyword(String name, Kind kind, FetchKeyword.Builder builder) {
    KEYWORDS.put(name, new FetchKeyword(kind, null, false, builder, UnaryOperator.identity()));
  }

  private static void sample(String name, Kind kind, FetchKeyword.Builder builder) {
    sample(name, kind, builder, UnaryOperator.identity());
  }

  private static void sample(
      String name, Kind kind, FetchKeyword.Builder builder, UnaryOperator<SampleMatch> cast) {
    KEYWORDS.put(name, new FetchKeyword(kind, null, true, builder, cast));
  }

  private static FetchKeyword.Builder none(Fetch fetch) {
    return call -> {
      call.requireAtMost(0);
      return fetch;
    };
  }

  private static Fetch header(Call call, boolean split) {
    call.requireAtMost(2);
    if (!call.parentheses()) {
      return Fetch.NOTHING;
    }
    return new HeaderFetch(HeaderName.of(call.text(0, "")), split, call.number(1, 0));
  }

  private static Fetch headerCount(Call call, boolean split) {
    call.requireAtMost(1);
    HeaderFetch header = new HeaderFetch(HeaderName.of(call.text(0, "")), split, 0);
    return (request, test) -> test.number(header.count(request.fields()));
  }

  private static Fetch headerNames(Call call) {
    call.requireAtMost(1);
    return new HeaderNamesFetch(first(call, 0, ','));
  }

  private static CookieFetch cookie(Call call) {
    call.requireAtMost(1);
    return new CookieFetch(call.text(0, ""));
  }

  private static Fetch cookieCount(Call call) {
    CookieFetch cookie = cookie(call);
    return (request, test) -> test.number(cookie.count(request));
  }

  private static Fetch parameter(Call call) {
    call.requireAtMost(2);
    return new UrlParamFetch(call.text(0, ""), first(call, 1, '?'));
  }

  private static char first(Call call, int index, char otherwise) {
    String text = call.text(index, String.valueOf(otherwise));
    if (text.isEmpty()) {
      throw new RuleSyntaxException("empty delimiter in '" + call.name() + "'");
    }
    return text.charAt(0);
  }

  private static Verdict method(RequestHead request, SampleMatch test) {
    String method = request.method();
    return test.text(method, 0, method.length());
  }

  private static Verdict version(RequestHead request, SampleMatch test) {
    String version = request.version();
    return version == null ? Verdict.MISS : test.text(version, 0, version.length());
  }
}
