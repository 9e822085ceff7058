package org.requestrouter.examples.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ChildTest {
  @TempDir private Path directory;

  @Test
  void whatAChildHasStartedCountsAndEndsWithIt() throws Exception {
    // The shell ends at once when it is told to, and leaves what it has started.
    Child child = Child.start(directory, List.of("sh", "-c", "sleep 600 & sleep 600 & wait"));
    ProcFs process = new ProcFs(child.pid());
    while (process.pids().size() < 3) {
      assertTrue(child.isAlive());
      Thread.onSpinWait();
    }
    assertEquals(3, process.threads());
    List<ProcessHandle> started =
        process.pids().stream().map(pid -> ProcessHandle.of(pid).orElseThrow()).toList();
    child.close();
    for (ProcessHandle each : started) {
      each.onExit().get(30, TimeUnit.SECONDS);
    }
  }
}
