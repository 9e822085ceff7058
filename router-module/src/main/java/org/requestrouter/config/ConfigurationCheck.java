package org.requestrouter.config;

import java.nio.file.Path;
import java.util.List;

/**
 * Finds in a rules file all that the start of a router would find. It is a service, since the start
 * concerns every part of the router, and the parts stand on the configuration.
 */
public interface ConfigurationCheck {

  /**
   * What a good file says.
   *
   * @param summary how much there is in it
   * @param warnings what is accepted but probably not meant, each with its place
   */
  record Result(String summary, List<String> warnings) {}

  /**
   * Checks a file, and starts nothing.
   *
   * @param file the file, absolute
   * @throws ConfigurationException if it is bad, with the message that a start would end with
   */
  Result check(Path file);
}
