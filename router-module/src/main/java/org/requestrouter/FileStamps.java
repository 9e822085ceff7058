package org.requestrouter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;

/** By what files are found changed: that they were written, or replaced by others, or removed. */
final class FileStamps {
  private static final Stamp MISSING = new Stamp(null, 0, null);

  private final Map<Path, Stamp> stamps = new HashMap<>();

  /** What the system says of a file; the key tells a file from another in its place. */
  private record Stamp(FileTime written, long size, Object key) {}

  /** Notes a file as it is now, which is to be done before it is read. */
  void note(Path file) {
    stamps.putIfAbsent(file, stamp(file));
  }

  /** Returns the same files as they are now. */
  FileStamps now() {
    FileStamps now = new FileStamps();
    stamps.keySet().forEach(now::note);
    return now;
  }

  boolean isEmpty() {
    return stamps.isEmpty();
  }

  private static Stamp stamp(Path file) {
    try {
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      return new Stamp(found.lastModifiedTime(), found.size(), found.fileKey());
    } catch (IOException x) {
      return MISSING;
    }
  }

  boolean isSame(FileStamps other) {
    return other != null && stamps.equals(other.stamps);
  }
}
