package org.requestrouter.alias;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.requestrouter.config.AliasesConfig;

/** The script for the pages of a site, in its forms; all of them are made of one module. */
final class ClientScript {
  private static final String SOURCE = read();

  private ClientScript() {}

  private static String read() {
    try (InputStream source = ClientScript.class.getResourceAsStream("index.mjs")) {
      return new String(source.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException x) {
      throw new UncheckedIOException(x);
    }
  }

  /** An ES module that exports what it does as {@code aliases}. */
  static String module(AliasesConfig site) {
    return SOURCE
        + "\nexport const aliases = spread("
        + settings(site)
        + ");\nexport default aliases;\n";
  }

  /** A classic script, with what it does as the global {@code requestRouterAliases}. */
  static String classic(AliasesConfig site) {
    return "(function () {\n'use strict';\n"
        + SOURCE.replace("\nexport ", "\n")
        + "\nself.requestRouterAliases = spread("
        + settings(site)
        + ");\n})();\n";
  }

  /** What the script has to know, in JSON. It has no characters that need to be escaped there. */
  static String settings(AliasesConfig site) {
    return "{\"aliases\":"
        + array(site.aliases())
        + ",\"script\":\""
        + site.getScript()
        + "\",\"avoid\":"
        + site.getAvoid().toMillis()
        + ",\"longPolls\":"
        + array(site.longPolls())
        + "}";
  }

  private static String array(List<String> texts) {
    return texts.stream().map(text -> '"' + text + '"').collect(Collectors.joining(",", "[", "]"));
  }
}
