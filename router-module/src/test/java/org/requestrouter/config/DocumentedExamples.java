package org.requestrouter.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The pieces of rules that documents show. */
final class DocumentedExamples {
  private static final Pattern BLOCK = Pattern.compile("```xml\n(.*?)```", Pattern.DOTALL);
  private static final String SERVER =
      "<Call name=\"server\"><Arg>s</Arg><Arg>http://127.0.0.1:1</Arg></Call>";

  private DocumentedExamples() {}

  /** Returns the blocks of XML in a document, in their order. */
  static List<String> in(Path document) throws IOException {
    return BLOCK
        .matcher(Files.readString(document))
        .results()
        .map((MatchResult block) -> block.group(1))
        .toList();
  }

  /** Whether the block is a piece of a rules file, and not the whole of one or something else. */
  static boolean isPiece(String block) {
    return block.startsWith("<Call ") || block.startsWith("<Set ");
  }

  /** Loads a piece; three points in it stand for a server, and settings of a backend for one. */
  static RoutingConfig load(String piece, Path directory) throws IOException {
    String whole = piece.replace("  ...\n", SERVER);
    if (whole.startsWith("<Set name=\"balance\"")) {
      whole = "<Call name=\"backend\"><Arg>b</Arg>" + SERVER + whole + "</Call>";
    }
    Path file = directory.resolve("example.xml");
    Files.writeString(
        file,
        "<Configure class=\"" + RoutingConfig.class.getName() + "\">\n" + whole + "</Configure>\n");
    RoutingConfig config = new RoutingConfig();
    RulesFile.load(file, config);
    return config;
  }
}
