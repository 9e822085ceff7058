package org.requestrouter.rule;

/** The request-target and its parts. */
enum TargetFetch implements Fetch {
  /** The target as it came, in absolute form too. */
  URL {
    @Override
    Verdict run(String target, SampleMatch test) {
      return test.text(target, 0, target.length());
    }
  },
  /** The path up to the question mark. */
  PATH {
    @Override
    Verdict run(String target, SampleMatch test) {
      int start = Target.pathStart(target);
      return start < 0 ? Verdict.MISS : test.text(target, start, Target.pathEnd(target, start));
    }
  },
  /** The path and all that follows it. */
  PATHQ {
    @Override
    Verdict run(String target, SampleMatch test) {
      int start = Target.pathStart(target);
      return start < 0 ? Verdict.MISS : test.text(target, start, target.length());
    }
  },
  /** What follows the first question mark. */
  QUERY {
    @Override
    Verdict run(String target, SampleMatch test) {
      int mark = target.indexOf('?');
      return mark < 0 ? Verdict.MISS : test.text(target, mark + 1, target.length());
    }
  };

  @Override
  public Verdict run(RequestHead request, SampleMatch test) {
    String target = request.target();
    return target == null ? Verdict.MISS : run(target, test);
  }

  abstract Verdict run(String target, SampleMatch test);
}
