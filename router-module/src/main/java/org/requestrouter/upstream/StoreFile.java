package org.requestrouter.upstream;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.UnrecoverableKeyException;
import java.util.Collections;
import org.eclipse.jetty.util.security.Password;

/**
 * A file of keys or certificates that an option names.
 *
 * @param option the option
 * @param file the file, or null if none is named
 * @param password also in Jetty's OBF notation, or null
 * @param written when the file was written, or null: one that is written again is another
 */
public record StoreFile(String option, Path file, String password, FileTime written) {

  /** Creates one with the file as it is now; whether it can be used is found later. */
  public static StoreFile of(String option, Path file, String password) {
    return new StoreFile(option, file, password, written(file));
  }

  private static FileTime written(Path file) {
    try {
      return file == null ? null : Files.getLastModifiedTime(file);
    } catch (IOException x) {
      return null;
    }
  }

  boolean isNamed() {
    return file != null;
  }

  /** Returns what is wrong with what is declared, or null. */
  String fault() {
    boolean orphan = file == null && password != null;
    return orphan ? option + "Password: there is no " + option : null;
  }

  /** Loads certificates; the reason why there are none is thrown. */
  KeyStore certificates() {
    return load(
        loaded -> {
          // Without a password the certificates of an encrypted store are left out silently.
          if (Collections.list(loaded.aliases()).stream()
              .noneMatch(a -> isCertificate(loaded, a))) {
            throw new KeyStoreException("contains no certificate" + hint());
          }
        });
  }

  /** Loads a key with its certificate; the reason why there is none is thrown. */
  KeyStore keys() {
    return load(
        loaded -> {
          boolean found = false;
          for (String alias : Collections.list(loaded.aliases())) {
            if (loaded.isKeyEntry(alias)) {
              recover(loaded, alias);
              found |= isCertificate(loaded, alias);
            }
          }
          if (!found) {
            throw new KeyStoreException("contains no key with a certificate" + hint());
          }
        });
  }

  private void recover(KeyStore loaded, String alias) throws GeneralSecurityException {
    try {
      loaded.getKey(alias, secret());
    } catch (UnrecoverableKeyException x) {
      String why = password == null ? hint() : " by " + option + "Password";
      throw new KeyStoreException("the key '" + alias + "' cannot be opened" + why, x);
    }
  }

  private static boolean isCertificate(KeyStore store, String alias) {
    try {
      return store.getCertificate(alias) != null;
    } catch (KeyStoreException x) {
      throw new IllegalArgumentException(x.getMessage(), x);
    }
  }

  /** The password in clear text, or null. */
  char[] secret() {
    return password == null ? null : new Password(password).toString().toCharArray();
  }

  private String hint() {
    return password == null ? "; is " + option + "Password missing?" : "";
  }

  /** Looks whether a store has what is needed. */
  @FunctionalInterface
  private interface Inspection {
    void inspect(KeyStore loaded) throws GeneralSecurityException;
  }

  private KeyStore load(Inspection inspection) {
    try {
      KeyStore loaded = KeyStore.getInstance(file.toFile(), secret());
      inspection.inspect(loaded);
      return loaded;
    } catch (IOException | GeneralSecurityException | IllegalArgumentException x) {
      throw new IllegalArgumentException(option + " '" + file + "': " + x.getMessage(), x);
    }
  }

  @Override
  public String toString() {
    return option + "=" + file;
  }
}
