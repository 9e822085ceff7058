package org.requestrouter.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds in a valid configuration what is certainly not meant. */
public final class ConfigurationWarnings {
  /** Polls are commonly held for 30 or 60 seconds. */
  private static final Duration POLL = Duration.ofSeconds(60);

  private ConfigurationWarnings() {}

  /** Returns the warnings in the order of the declarations, each with its place. */
  public static List<String> of(RoutingConfig config) {
    List<String> warnings = new ArrayList<>();
    unusedBackends(config, warnings);
    unusedPolicies(config, warnings);
    RuleConfig last = null;
    for (RuleConfig rule : config.rules()) {
      if (last != null) {
        String reason = "is never reached, since a rule before it has no condition";
        add(warnings, rule.origin(), rule.label() + ": " + reason);
      } else if (rule.condition() == null) {
        last = rule;
      }
      shortPoll(config, rule, warnings);
      lateComments(config, rule, warnings);
    }
    return warnings;
  }

  private static void unusedBackends(RoutingConfig config, List<String> warnings) {
    Set<String> used = new HashSet<>();
    config.rules().forEach(rule -> used.add(rule.backend()));
    used.add(config.getDefaultBackend());
    for (BackendConfig backend : config.backends()) {
      if (!used.contains(backend.name())) {
        add(warnings, backend.origin(), backend.label() + ": is used by no rule");
      }
    }
  }

  private static void unusedPolicies(RoutingConfig config, List<String> warnings) {
    for (CrossOriginConfig policy : config.crossOrigins()) {
      if (config.rules().stream().noneMatch(r -> policy.name().equals(r.getCrossOrigin()))) {
        add(warnings, policy.origin(), policy.label() + ": is used by no rule");
      }
    }
  }

  private static void shortPoll(RoutingConfig config, RuleConfig rule, List<String> warnings) {
    if (!rule.isLongPoll() || RoutingConfig.WEBAPPS.equals(rule.backend())) {
      return;
    }
    Duration own = rule.getServerTimeout();
    Duration timeout = own == null ? backend(config, rule).getServerTimeout() : own;
    if (timeout.compareTo(POLL) <= 0) {
      String whose = own == null ? "the serverTimeout of its backend" : "its serverTimeout";
      String reason = whose + " is " + timeout.toMillis() + "ms; polls are often held for 60s";
      add(warnings, rule.origin(), rule.label() + ": longPoll: " + reason);
    }
  }

  /** The server's timeout ends a stream that would be kept alive later. */
  private static void lateComments(RoutingConfig config, RuleConfig rule, List<String> warnings) {
    Duration interval = rule.getEventStreamKeepAlive();
    if (interval == null || RoutingConfig.WEBAPPS.equals(rule.backend())) {
      return;
    }
    Duration own = rule.getServerTimeout();
    Duration timeout = own == null ? backend(config, rule).getServerTimeout() : own;
    if (timeout.compareTo(interval) <= 0) {
      String reason = timeout.toMillis() + "ms of silence ends the stream before";
      add(warnings, rule.origin(), rule.label() + ": eventStreamKeepAlive: " + reason);
    }
  }

  private static BackendConfig backend(RoutingConfig config, RuleConfig rule) {
    return config.backends().stream()
        .filter(backend -> backend.name().equals(rule.backend()))
        .findFirst()
        .orElseThrow();
  }

  private static void add(List<String> warnings, String origin, String text) {
    warnings.add(origin.isEmpty() ? text : origin + ": " + text);
  }
}
