package org.requestrouter;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.requestrouter.config.BackendConfig;
import org.requestrouter.config.ConfigurationWarnings;
import org.requestrouter.config.RoutingConfig;
import org.requestrouter.config.RulesFile;
import org.requestrouter.rule.AclSet;

/**
 * Where the configuration comes from.
 *
 * @param declared what the server's own files declare, which is never changed here
 * @param file the rules file, or null if there is none
 * @param directory what the relative paths in the configuration start from
 */
record RulesSource(RoutingConfig declared, Path file, Path directory) {

  /**
   * What was found good as a whole.
   *
   * @param plans what the backends of the table are to become before it is used
   * @param warnings what is accepted but probably not meant
   */
  record Loaded(
      RoutingConfig config, RoutingTable table, List<BackendPlan> plans, List<String> warnings) {

    /** Says how much there is, for example {@code 3 backends, 7 servers, 12 rules}. */
    String summary() {
      int servers = config.backends().stream().mapToInt(b -> b.servers().size()).sum();
      return counted(config.backends().size(), "backend")
          + ", "
          + counted(servers, "server")
          + ", "
          + counted(config.rules().size(), "rule");
    }

    private static String counted(int number, String what) {
      return number + " " + what + (number == 1 ? "" : "s");
    }
  }

  /**
   * Returns the source of a router.
   *
   * @param rules the rules file, relative to the base, or null
   */
  static RulesSource of(RoutingConfig declared, Path base, String rules) {
    Path file = rules == null ? null : base.resolve(rules);
    return new RulesSource(declared, file, file == null ? base : file.getParent());
  }

  /**
   * Reads and compiles the configuration.
   *
   * @param live what lives, which is not changed
   * @param onFile told of each file before it is read
   * @throws org.requestrouter.config.ConfigurationException if anything is bad, with its place
   */
  Loaded load(LiveBackends live, Consumer<Path> onFile) {
    RoutingConfig config = new RoutingConfig(declared);
    if (file != null) {
      onFile.accept(file);
      RulesFile.load(file, config);
    }
    config.validate();
    stores(config).forEach(onFile);
    TableBuilder builder = new TableBuilder(config, new AclSet(directory, onFile), live.shares());
    RoutingTable table = builder.build(live);
    List<String> warnings = new ArrayList<>(builder.warnings());
    warnings.addAll(ConfigurationWarnings.of(config));
    return new Loaded(config, table, builder.plans(), warnings);
  }

  /** The files of certificates and keys. */
  private List<Path> stores(RoutingConfig config) {
    return config.backends().stream()
        .map(BackendConfig::servers)
        .flatMap(List::stream)
        .flatMap(server -> Stream.of(server.getTrustStore(), server.getKeyStore()))
        .filter(Objects::nonNull)
        .map(directory::resolve)
        .toList();
  }
}
