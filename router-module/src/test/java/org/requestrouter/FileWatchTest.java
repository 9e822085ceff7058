package org.requestrouter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When changed files are found, look by look. */
class FileWatchTest {
  private final Steps steps = new Steps();
  private final FileWatch watch = new FileWatch(steps, Runnable::run, 3);
  @TempDir private Path directory;
  private Path file;
  private int reloads;

  /** A scheduler whose one task runs when the test says so. */
  private static final class Steps extends AbstractLifeCycle implements Scheduler {
    private Runnable task;
    private long millis;

    @Override
    public Task schedule(Runnable next, long delay, TimeUnit units) {
      task = next;
      millis = units.toMillis(delay);
      return () -> {
        task = null;
        return true;
      };
    }

    void look() {
      Runnable due = task;
      task = null;
      due.run();
    }
  }

  @BeforeEach
  void startWithAFile() throws IOException {
    file = Files.writeString(directory.resolve("rules.xml"), "one");
    load();
    watch.start(this::reload);
  }

  private void load() {
    FileStamps read = new FileStamps();
    read.note(file);
    watch.expect(read);
  }

  private void reload() {
    reloads++;
    load();
  }

  private void look(int times) {
    for (int i = 0; i < times; i++) {
      steps.look();
    }
  }

  @Test
  void looksAtTheInterval() {
    assertEquals(3000, steps.millis);
    look(3);
    assertEquals(0, reloads);
    assertEquals(3000, steps.millis);
  }

  @Test
  void aRewrittenFileIsLoadedOnceWhenItIsFoundUnchangedAgain() throws IOException {
    Files.writeString(file, "longer");
    look(1);
    assertEquals(0, reloads);
    look(1);
    assertEquals(1, reloads);
    look(5);
    assertEquals(1, reloads);
  }

  @Test
  void aFileThatIsStillWrittenIsNotLoaded() throws IOException {
    for (int i = 0; i < 5; i++) {
      Files.writeString(file, "x".repeat(10 + i));
      look(1);
    }
    assertEquals(0, reloads);
    look(1);
    assertEquals(1, reloads);
  }

  @Test
  void aFileReplacedByAnotherOfTheSameSizeAndTimeIsLoaded() throws IOException {
    FileTime time = Files.getLastModifiedTime(file);
    Path other = Files.writeString(directory.resolve("new.xml"), "two");
    Files.setLastModifiedTime(other, time);
    Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
    look(2);
    assertEquals(1, reloads);
  }

  @Test
  void aLinkThatLeadsElsewhereIsLoaded() throws IOException {
    Path link = directory.resolve("link.xml");
    Files.createSymbolicLink(link, file);
    file = link;
    load();
    Path other = Files.writeString(directory.resolve("other.xml"), "two");
    Files.delete(link);
    Files.createSymbolicLink(link, other);
    look(2);
    assertEquals(1, reloads);
  }

  @Test
  void aFileThatIsMissingForAMomentOnlyIsNotLoaded() throws IOException {
    Path aside = directory.resolve("aside.xml");
    Files.move(file, aside);
    look(1);
    Files.move(aside, file);
    look(3);
    assertEquals(0, reloads);
  }

  @Test
  void aFileThatGoesIsReportedOnceAndFoundWhenItComesBack() throws IOException {
    Files.delete(file);
    look(5);
    assertEquals(1, reloads);
    Files.writeString(file, "again");
    look(5);
    assertEquals(2, reloads);
  }

  @Test
  void aChangeWhileTheFilesAreLoadedIsFound() throws IOException {
    FileStamps read = new FileStamps();
    read.note(file);
    Files.writeString(file, "changed while it was read");
    watch.expect(read);
    look(2);
    assertEquals(1, reloads);
  }

  @Test
  void nothingIsLookedAtAfterTheStop() {
    watch.stop();
    assertNull(steps.task);
  }

  @Test
  void anIntervalOfZeroMeansNever() {
    Steps never = new Steps();
    new FileWatch(never, Runnable::run, 0).start(this::reload);
    assertNull(never.task);
  }

  @Test
  void aFailureDoesNotEndTheWatch() throws IOException {
    watch.stop();
    watch.start(
        () -> {
          reload();
          throw new IllegalStateException("as said");
        });
    Files.writeString(file, "longer");
    look(1);
    try {
      look(1);
    } catch (IllegalStateException expected) {
      assertEquals("as said", expected.getMessage());
    }
    Files.writeString(file, "longer again");
    look(1);
    assertEquals(1, reloads);
  }
}
