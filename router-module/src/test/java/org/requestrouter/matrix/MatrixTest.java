package org.requestrouter.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every operation on every way. They all run beside each other, with one Jetty and one server of
 * each kind for each door; a test waits for its own.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MatrixTest {
  private static final int AT_A_TIME = 8;

  private static final Map<Door, Site> SITES = new EnumMap<>(Door.class);
  private static final Map<Cell, Future<?>> RUNS = new LinkedHashMap<>();
  private static final ExecutorService THREADS = Executors.newFixedThreadPool(AT_A_TIME);

  static Stream<Cell> cells() {
    return Stream.of(Operation.values())
        .flatMap(
            operation ->
                Stream.of(Front.values())
                    .flatMap(
                        front ->
                            Stream.of(Back.values())
                                .filter(back -> operation.applies(front, back))
                                .flatMap(
                                    back ->
                                        Stream.of(Door.values())
                                            .map(door -> new Cell(front, back, door, operation)))));
  }

  @BeforeAll
  static void runAll() throws Exception {
    for (Door door : Door.values()) {
      SITES.put(door, new Site(door, Back.values()));
    }
    cells().forEach(cell -> RUNS.put(cell, THREADS.submit(() -> run(cell))));
  }

  private static Void run(Cell cell) throws Exception {
    cell.operation().run(SITES.get(cell.door()).way(cell.front(), cell.back()));
    return null;
  }

  @AfterAll
  static void stopAll() throws Exception {
    THREADS.shutdownNow();
    THREADS.awaitTermination(30, TimeUnit.SECONDS);
    for (Site site : SITES.values()) {
      site.close();
    }
  }

  @ParameterizedTest
  @MethodSource("cells")
  void works(Cell cell) throws Throwable {
    await(cell);
  }

  /** With the property protocols.write the table is written, else compared. */
  @Test
  void documentShowsWhatWorks() throws Exception {
    Set<Cell> worked = new HashSet<>();
    for (Cell cell : RUNS.keySet()) {
      if (works(RUNS.get(cell))) {
        worked.add(cell);
      }
    }
    DocumentedTable table = new DocumentedTable(worked);
    if (Boolean.getBoolean("protocols.write")) {
      table.write();
    }
    assertEquals(table.text(), DocumentedTable.shown());
  }

  private static boolean works(Future<?> run) throws InterruptedException {
    try {
      run.get();
      return true;
    } catch (ExecutionException x) {
      return false;
    }
  }

  private static void await(Cell cell) throws Throwable {
    try {
      RUNS.get(cell).get();
    } catch (ExecutionException x) {
      throw x.getCause();
    }
  }
}
