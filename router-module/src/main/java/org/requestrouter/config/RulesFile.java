package org.requestrouter.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import org.eclipse.jetty.util.resource.Resource;
import org.eclipse.jetty.util.resource.ResourceFactory;
import org.eclipse.jetty.xml.XmlConfiguration;
import org.eclipse.jetty.xml.XmlParser;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/** Loads a rules file: Jetty XML that acts on a {@link RoutingConfig}. */
public final class RulesFile {
  /** The id under which the configuration is known to Jetty XML. */
  public static final String ID = "RequestRouterRules";

  private final Path file;
  private final RoutingConfig config;
  private final TracedXml xml;
  private XmlElement current;

  private RulesFile(Path file, RoutingConfig config, TracedXml xml) {
    this.file = file;
    this.config = config;
    this.xml = xml;
    this.current = xml.root();
  }

  /**
   * Runs the file on the configuration, which keeps what was declared before. The properties {@code
   * jetty.home} and {@code jetty.base} are defined; system properties and environment variables are
   * reached by the elements of those names.
   *
   * @param file a Jetty XML file whose root is {@code Configure} with this package's {@code
   *     RoutingConfig} as its class
   * @param config what to declare in; after a failure it is of no use
   * @throws ConfigurationException if the file cannot be read or an element fails; the message
   *     gives file, line, element, text and reason
   */
  public static void load(Path file, RoutingConfig config) {
    RulesFile rules = new RulesFile(file, config, read(file));
    try {
      rules.run();
    } finally {
      config.place().leave();
    }
  }

  private static TracedXml read(Path file) {
    if (!Files.isRegularFile(file)) {
      String reason = Files.exists(file) ? "not a regular file" : "no such file";
      throw new ConfigurationException(file + ": " + reason);
    }
    try {
      return TracedXml.read(file);
    } catch (SAXParseException e) {
      String place = ": line " + e.getLineNumber() + ", column " + e.getColumnNumber() + ": ";
      throw new ConfigurationException(file + place + e.getMessage(), e);
    } catch (SAXException e) {
      throw new ConfigurationException(file + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new ConfigurationException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  @SuppressWarnings("CatchingUnchecked") // Jetty declares Exception and throws all kinds
  private void run() {
    try {
      XmlConfiguration configuration = configuration();
      configuration.setJettyStandardIdsAndProperties(null, null);
      configuration.getIdMap().put(ID, config);
      configuration.configure(config);
    } catch (Exception e) {
      throw new ConfigurationException(
          file
              + ": "
              + current.place()
              + current.quotedArguments()
              + ": "
              + XmlFault.of(e, current),
          e);
    }
  }

  private XmlConfiguration configuration() throws IOException, SAXException {
    Resource resource = ResourceFactory.root().newResource(file);
    String marked = xml.marked();
    return new XmlConfiguration(resource, new HashMap<>(), new Marks()) {
      @Override
      public XmlParser getXmlParser() {
        return new XmlParser(false) {
          @Override
          public Node parse(InputStream unmarked) throws IOException, SAXException {
            return parse(new InputSource(new StringReader(marked)));
          }
        };
      }
    };
  }

  private void enter(XmlElement element) {
    current = element;
    config.place().enter(file + ": " + element.place());
  }

  /** Properties, in which a look-up of a mark tells which element Jetty works on next. */
  private final class Marks extends HashMap<String, String> {
    private static final long serialVersionUID = 1L;

    @Override
    public String get(Object key) {
      if (key instanceof String name && name.startsWith(TracedXml.MARK)) {
        enter(xml.announced(name));
        return null;
      }
      return super.get(key);
    }
  }
}
