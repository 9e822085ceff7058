package org.requestrouter.config;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every piece of rules in the README and the documents can be loaded. */
class DocumentedExamplesTest {
  @TempDir private Path directory;

  static List<Path> documents() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/main/docs"))) {
      List<Path> documents = new ArrayList<>(files.sorted().toList());
      documents.add(Path.of("../README.md"));
      return documents;
    }
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyPieceOfRulesCanBeLoaded(Path document) throws IOException {
    for (String block : DocumentedExamples.in(document)) {
      if (DocumentedExamples.isPiece(block)) {
        RoutingConfig config = DocumentedExamples.load(block, directory);
        boolean any =
            !config.backends().isEmpty()
                || !config.rules().isEmpty()
                || !config.aliases().isEmpty()
                || config.trustedProxies() != null;
        assertTrue(any, block);
      }
    }
  }

  @Test
  void documentsHavePieces() throws IOException {
    List<String> pieces = new ArrayList<>();
    for (Path document : documents()) {
      DocumentedExamples.in(document).stream()
          .filter(DocumentedExamples::isPiece)
          .forEach(pieces::add);
    }
    assertFalse(pieces.size() < 15, () -> pieces.size() + " pieces");
  }
}
