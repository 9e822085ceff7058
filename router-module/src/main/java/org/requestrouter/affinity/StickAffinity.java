package org.requestrouter.affinity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.function.Predicate;
import org.eclipse.jetty.http.HttpFields;
import org.requestrouter.config.StickConfig;
import org.requestrouter.rule.RequestHead;
import org.requestrouter.rule.ResponseKey;
import org.requestrouter.rule.SampleText;

/**
 * The affinity by what requests and responses reveal: a value of the request is kept with the
 * server that answers, and so is the value of the response by which the client will be recognised.
 */
final class StickAffinity {
  /** Values of more characters are kept as their digest, so that memory is bounded. */
  private static final int MAX_KEY = 64;

  private final SampleText on;
  private final ResponseKey learn;
  private final StickConfig config;
  private final StickTable table;

  StickAffinity(StickConfig config, StickTable table) {
    this.config = config;
    this.on = config.on();
    this.learn = config.learn();
    this.table = table;
  }

  /** Returns this affinity with the table of the other one. */
  StickAffinity after(StickAffinity previous) {
    previous.table.bound(config);
    return new StickAffinity(config, previous.table);
  }

  StickTable table() {
    return table;
  }

  /** Returns what the client of the request is recognised by, or null. */
  String key(RequestHead request) {
    return key(on.of(request));
  }

  private static String key(String value) {
    if (value == null || value.isEmpty()) {
      return null;
    }
    return value.length() <= MAX_KEY ? value : digest(value);
  }

  private static String digest(String value) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] bytes = digest.digest(value.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(bytes);
    } catch (NoSuchAlgorithmException x) {
      throw new IllegalStateException("every Java has SHA-256", x);
    }
  }

  /** Returns the name of the server that is kept with the key and works, or null. */
  String find(String key, Predicate<String> inService) {
    String server = key == null ? null : table.find(key);
    return server != null && inService.test(server) ? server : null;
  }

  /** Keeps the server that answers with the key of the request, and with that of the response. */
  void learn(String key, HttpFields response, String server) {
    if (key != null) {
      table.learn(key, server);
    }
    String announced = learn == null ? null : key(learn.of(response));
    if (announced != null) {
      table.learn(announced, server);
    }
  }
}
