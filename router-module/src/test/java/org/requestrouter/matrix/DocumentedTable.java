package org.requestrouter.matrix;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The table in the documents of what works where, made of what has been run. */
final class DocumentedTable {
  private static final Path DOCUMENT = Path.of("src/main/docs/protocols.md");
  private static final String BEGIN = "<!-- What follows is written by MatrixTest. -->\n\n";
  private static final String END = "\n<!-- Until here. -->";

  private final Set<Cell> worked;

  /**
   * Makes a table.
   *
   * @param worked what has been run with success
   */
  DocumentedTable(Set<Cell> worked) {
    this.worked = worked;
  }

  /** Returns the table as it should stand in the document. */
  String text() {
    Stream<String> head = Stream.of("client", "server");
    Stream<String> operations = Stream.of(Operation.values()).map(Operation::toString);
    StringBuilder text = new StringBuilder(row(Stream.concat(head, operations)));
    text.append(row(Stream.generate(() -> "---").limit(2 + Operation.values().length)));
    for (Front front : Front.values()) {
      for (List<Back> alike : alike(front)) {
        String backs = alike.stream().map(Back::toString).collect(joining(", "));
        text.append(row(Stream.concat(Stream.of(front.toString(), backs), marks(front, alike))));
      }
    }
    return text.toString();
  }

  /** The servers for which the same works, together, in the order of the first of them. */
  private List<List<Back>> alike(Front front) {
    return List.copyOf(
        Stream.of(Back.values())
            .collect(
                groupingBy(
                    back -> marks(front, List.of(back)).toList(), LinkedHashMap::new, toList()))
            .values());
  }

  private Stream<String> marks(Front front, List<Back> alike) {
    return Stream.of(Operation.values()).map(operation -> mark(front, alike.get(0), operation));
  }

  private String mark(Front front, Back back, Operation operation) {
    if (!operation.applies(front, back)) {
      return "–";
    }
    boolean everywhere =
        Stream.of(Door.values())
            .allMatch(door -> worked.contains(new Cell(front, back, door, operation)));
    return everywhere ? "yes" : "no";
  }

  private static String row(Stream<String> cells) {
    return cells.collect(joining(" | ", "| ", " |\n"));
  }

  /** Returns the table that the document shows. */
  static String shown() throws IOException {
    String document = Files.readString(DOCUMENT);
    return document.substring(begin(document), end(document));
  }

  /** Writes the table into the document. */
  void write() throws IOException {
    String document = Files.readString(DOCUMENT);
    Files.writeString(
        DOCUMENT,
        document.substring(0, begin(document)) + text() + document.substring(end(document)));
  }

  private static int begin(String document) {
    return document.indexOf(BEGIN) + BEGIN.length();
  }

  private static int end(String document) {
    return document.indexOf(END);
  }
}
