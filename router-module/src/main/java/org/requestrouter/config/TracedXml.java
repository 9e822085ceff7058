package org.requestrouter.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.Locator;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Reads Jetty XML and writes it again with a mark before each element that acts. Jetty tells nobody
 * which element it is working on, but it looks up the properties that it meets: a mark is a look-up
 * whose name is the number of the element that follows.
 */
final class TracedXml extends DefaultHandler {
  /** Begins the name of every property that is a mark. */
  static final String MARK = "org.requestrouter.config.element/";

  private static final String[] EXTERNAL = {
    "http://xml.org/sax/features/external-general-entities",
    "http://xml.org/sax/features/external-parameter-entities",
    "http://apache.org/xml/features/nonvalidating/load-external-dtd",
  };

  private final List<XmlElement> elements = new ArrayList<>();
  private final StringWriter text = new StringWriter();
  private final XMLStreamWriter writer;
  private Locator locator;
  private XmlElement current;

  private TracedXml() throws XMLStreamException {
    this.writer = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
  }

  /**
   * Reads a file, and nothing but that file: neither its document type nor external entities.
   *
   * @throws SAXParseException if it is malformed or not Jetty XML
   */
  static TracedXml read(Path file) throws IOException, SAXException {
    try (InputStream in = Files.newInputStream(file)) {
      SAXParserFactory factory = SAXParserFactory.newDefaultInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      for (String feature : EXTERNAL) {
        factory.setFeature(feature, false);
      }
      TracedXml handler = new TracedXml();
      factory.newSAXParser().parse(in, handler);
      handler.writer.close();
      return handler;
    } catch (ParserConfigurationException | XMLStreamException e) {
      throw new SAXException(e);
    }
  }

  /** The same document with marks. */
  String marked() {
    return text.toString();
  }

  /** The root element. */
  XmlElement root() {
    return elements.get(0);
  }

  /** The element that the mark announces. */
  XmlElement announced(String mark) {
    return elements.get(Integer.parseInt(mark.substring(MARK.length())));
  }

  @Override
  public InputSource resolveEntity(String publicId, String systemId) {
    return new InputSource(new StringReader(""));
  }

  @Override
  public void setDocumentLocator(Locator locator) {
    this.locator = locator;
  }

  @Override
  public void startElement(String uri, String localName, String tag, Attributes attributes)
      throws SAXException {
    refuse(XmlGrammar.faultOfStart(current, tag, attributes));
    try {
      // Elsewhere an element is a value, and a mark would become a part of it.
      boolean acts =
          current != null
              && XmlGrammar.ACTED_ON.contains(current.tag())
              && XmlGrammar.ACTING.contains(tag);
      if (acts) {
        writer.writeEmptyElement("Property");
        writer.writeAttribute("name", MARK + elements.size());
      }
      writer.writeStartElement(tag);
      for (int i = 0; i < attributes.getLength(); i++) {
        writer.writeAttribute(attributes.getQName(i), attributes.getValue(i));
      }
    } catch (XMLStreamException e) {
      throw new SAXException(e);
    }
    String identity = XmlGrammar.identity(tag, attributes);
    current = new XmlElement(current, tag, identity, locator.getLineNumber());
    elements.add(current);
  }

  @Override
  public void characters(char[] buffer, int start, int length) throws SAXException {
    current.append(buffer, start, length);
    try {
      writer.writeCharacters(buffer, start, length);
    } catch (XMLStreamException e) {
      throw new SAXException(e);
    }
  }

  @Override
  public void endElement(String uri, String localName, String tag) throws SAXException {
    refuse(XmlGrammar.faultOfEnd(current));
    current.end();
    current = current.parent();
    try {
      writer.writeEndElement();
    } catch (XMLStreamException e) {
      throw new SAXException(e);
    }
  }

  @Override
  public void fatalError(SAXParseException e) throws SAXException {
    throw e;
  }

  private void refuse(String fault) throws SAXException {
    if (fault != null) {
      throw new SAXParseException(fault, locator);
    }
  }
}
