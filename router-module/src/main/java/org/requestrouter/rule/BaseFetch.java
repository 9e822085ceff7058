package org.requestrouter.rule;

import org.eclipse.jetty.http.HttpFields;

/** The first Host value with the path put after it, or the path alone where there is no Host. */
final class BaseFetch implements Fetch {
  private static final HeaderName HOST = HeaderName.of("host");

  @Override
  public Verdict run(RequestHead request, SampleMatch test) {
    String host = host(request.fields());
    if (host.isEmpty()) {
      return TargetFetch.PATH.run(request, test);
    }
    String target = request.target();
    int start = target == null ? -1 : Target.pathStart(target);
    String base = start < 0 ? host : host + target.substring(start, Target.pathEnd(target, start));
    return test.text(base, 0, base.length());
  }

  private static String host(HttpFields fields) {
    for (int i = 0; i < fields.size(); i++) {
      if (HOST.matches(fields.getField(i))) {
        String value = fields.getField(i).getValue();
        int end = CommaList.end(value, 0, value.length());
        int from = CommaList.trimStart(value, 0, end);
        return value.substring(from, CommaList.trimEnd(value, from, end));
      }
    }
    return "";
  }
}
