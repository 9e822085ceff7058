package org.requestrouter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.ContainerLifeCycle;
import org.requestrouter.cache.ResponseCache;
import org.requestrouter.config.BackendConfig;
import org.requestrouter.config.ConfigurationException;
import org.requestrouter.config.RoutingConfig;
import org.requestrouter.config.RulesFile;
import org.requestrouter.config.ServerConfig;
import org.requestrouter.exchange.Timeouts;
import org.requestrouter.fuzz.RulesNotation;
import org.requestrouter.health.ActiveChecks;
import org.requestrouter.health.NameWatch;
import org.requestrouter.metrics.RouterMetrics;
import org.requestrouter.rule.RuleSyntaxException;
import org.requestrouter.upstream.JettyProxies;
import org.requestrouter.upstream.UpstreamContext;
import org.requestrouter.upstream.UpstreamSelectors;

/**
 * Fuzzes the loading of rules files, up to the routing table. An input is the bytes of a file if it
 * begins as XML does, with %OTHER% for the URI of another file, and else a {@link RulesNotation}.
 *
 * <p>Any file loads or is refused with its name and, if the fault is in it, with the place; nothing
 * else is read by what XML offers for that, neither a file nor from the network, and it does not
 * grow.
 */
public final class RulesFileFuzzer {
  private static final int LONGEST = 16384;
  private static final String SECRET = "not-for-anybody-61dc";
  private static final Path DIRECTORY = directory();
  private static final Path FILE = DIRECTORY.resolve("rules.xml");
  private static final Path OTHER = DIRECTORY.resolve("other");
  private static final LiveBackends LIVE = live();

  private RulesFileFuzzer() {}

  private static Path directory() {
    try {
      Path directory = Files.createTempDirectory("fuzz");
      Path other = Files.writeString(directory.resolve("other"), "path " + SECRET + "\n");
      Path rules = directory.resolve("rules.xml");
      for (Path path : List.of(directory, other, rules)) {
        path.toFile().deleteOnExit();
      }
      return directory;
    } catch (IOException x) {
      throw new UncheckedIOException(x);
    }
  }

  private static LiveBackends live() {
    Server server = new Server();
    UpstreamContext context =
        new UpstreamContext(
            new UpstreamSelectors(server.getThreadPool(), server.getScheduler(), 0),
            new Timeouts(server.getScheduler()),
            server.getByteBufferPool(),
            server.getThreadPool(),
            server.getScheduler());
    ContainerLifeCycle nobody = new ContainerLifeCycle();
    nobody.addBean(new ActiveChecks(server.getThreadPool(), server.getScheduler()));
    nobody.addBean(new NameWatch(server.getThreadPool(), server.getScheduler()));
    Upstreams upstreams = new Upstreams(context, new JettyProxies(server, context, 1), DIRECTORY);
    return new LiveBackends(upstreams, new RouterMetrics("fuzz"), nobody, new ResponseCache(0));
  }

  /** Runs one input; Jazzer knows the name. */
  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    if (input.length > LONGEST) {
      return;
    }
    byte[] bytes = input;
    if (!isXml(input)) {
      String notation = new String(input, StandardCharsets.UTF_8);
      bytes = RulesNotation.toXml(notation).getBytes(StandardCharsets.UTF_8);
    } else if (namesClasses(input)) {
      // What a file may do to any class of the JVM is what Jetty XML is for.
      return;
    } else {
      String text = new String(input, StandardCharsets.ISO_8859_1);
      bytes =
          text.replace("%OTHER%", OTHER.toUri().toString()).getBytes(StandardCharsets.ISO_8859_1);
    }
    Files.write(FILE, bytes);
    ProxySelector before = ProxySelector.getDefault();
    ProxySelector.setDefault(new NoNetwork());
    try {
      String outcome = load();
      check(!outcome.contains(SECRET) || mentionsSecret(bytes), "another file has been read");
      check(outcome.length() < 2_000_000, "the file has grown to " + outcome.length());
      if (Arrays.hashCode(input) % 8 == 0) {
        check(outcome.equals(load()), "not the same twice");
      }
    } finally {
      ProxySelector.setDefault(before);
      LIVE.discard();
    }
  }

  private static boolean isXml(byte[] input) {
    return input.length > 0 && (input[0] == '<' || input[0] < 0);
  }

  private static boolean namesClasses(byte[] input) {
    String text = new String(input, StandardCharsets.ISO_8859_1).replace("\0", "");
    text = text.replace("class=\"org.requestrouter.config.RoutingConfig\"", "");
    return text.toLowerCase(Locale.ROOT).contains("class") || text.contains("&#");
  }

  /** The fuzzer sees what texts are compared with, and tries that. */
  private static boolean mentionsSecret(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1).replace("\0", "").contains(SECRET);
  }

  /** Returns what the file has come to. */
  private static String load() {
    RoutingConfig config = new RoutingConfig();
    try {
      RulesFile.load(FILE, config);
      if (config.backends().stream().allMatch(RulesFileFuzzer::staysHere)) {
        RulesSource source = new RulesSource(config, null, DIRECTORY);
        RulesSource.Loaded loaded = source.load(LIVE, RulesFileFuzzer::refuse);
        return config + loaded.summary() + loaded.table().rules() + loaded.warnings();
      }
      return config.toString();
    } catch (ConfigurationException x) {
      check(x.getMessage().startsWith(FILE.toString()), "without the file: " + x.getMessage());
      check(!x.getMessage().endsWith("null"), "without a reason: " + x.getMessage());
      return x.getMessage();
    }
  }

  /** Whether no name has to be looked up, and no trust store read. */
  private static boolean staysHere(BackendConfig backend) {
    return backend.servers().stream().allMatch(RulesFileFuzzer::staysHere);
  }

  private static boolean staysHere(ServerConfig server) {
    String host = server.uri().getHost();
    return server.getTrustStore() == null
        && (host.equals("localhost") || host.matches("[0-9]+(\\.[0-9]+){3}|\\[[0-9a-fA-F:]+]"));
  }

  private static void refuse(Path file) {
    throw new RuleSyntaxException("file '" + file + "' is not for fuzzing");
  }

  private static void check(boolean good, String what) {
    if (!good) {
      throw new AssertionError(what);
    }
  }

  /** Is asked by whatever opens a URL. */
  private static final class NoNetwork extends ProxySelector {
    @Override
    public List<java.net.Proxy> select(URI uri) {
      throw new AssertionError("asked for " + uri);
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
      throw new AssertionError("asked for " + uri);
    }
  }
}
