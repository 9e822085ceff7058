package org.requestrouter.protocol;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Has the server of the back end listen at a unix-domain socket. */
abstract class UnixTest extends ProtocolTest {
  private Path directory;

  /** In a place whose name is short enough for a socket. */
  @BeforeEach
  @Override
  void openUpstream() throws IOException {
    directory = Files.createTempDirectory("u");
    listen(50);
  }

  @AfterEach
  void deleteFiles() throws IOException {
    Files.deleteIfExists(path());
    Files.deleteIfExists(directory);
  }

  final Path path() {
    return directory.resolve("s.sock");
  }

  final void listen(int backlog) throws IOException {
    upstream = new RawServer(new UnixServerSocket(path(), backlog));
  }
}
