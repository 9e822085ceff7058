package org.requestrouter.config;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ServiceLoader;

/**
 * Checks a rules file from the command line and starts nothing. It ends with 0 and a summary for a
 * good file, with 1 and the message that the start would end with for a bad one, and with 2 for
 * wrong usage. Warnings change nothing of that.
 */
public final class CheckRules {
  private static final int GOOD = 0;
  private static final int BAD = 1;
  private static final int USAGE = 2;

  private CheckRules() {}

  /**
   * Checks a file.
   *
   * @param args the file
   */
  public static void main(String[] args) {
    // Jetty tells of the same mistakes in its own words, before the message that counts.
    System.getProperties().putIfAbsent("org.eclipse.jetty.xml.LEVEL", "OFF");
    System.exit(run(args, System.out, System.err));
  }

  static int run(String[] args, PrintStream out, PrintStream err) {
    if (args.length != 1 || args[0].startsWith("-")) {
      err.println("usage: java -cp ... " + CheckRules.class.getName() + " FILE");
      return USAGE;
    }
    ConfigurationCheck check = ServiceLoader.load(ConfigurationCheck.class).iterator().next();
    try {
      ConfigurationCheck.Result result = check.check(Path.of(args[0]).toAbsolutePath());
      result.warnings().forEach(warning -> err.println("warning: " + warning));
      out.println(args[0] + ": " + result.summary());
      return GOOD;
    } catch (ConfigurationException x) {
      err.println(x.getMessage());
      return BAD;
    }
  }
}
