package org.requestrouter.config;

import java.util.ArrayList;
import java.util.List;

/** One element of a rules file: where it stands and what it says, for messages. */
final class XmlElement {
  private final XmlElement parent;
  private final String tag;
  private final int line;
  private final List<String> arguments = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private String identity;

  XmlElement(XmlElement parent, String tag, String identity, int line) {
    this.parent = parent;
    this.tag = tag;
    this.identity = identity;
    this.line = line;
  }

  XmlElement parent() {
    return parent;
  }

  String tag() {
    return tag;
  }

  /** What the element cannot do without: for most a name, for others a class or a reference. */
  String identity() {
    return identity == null ? "" : identity;
  }

  String text() {
    return text.toString().strip();
  }

  void append(char[] characters, int start, int length) {
    text.append(characters, start, length);
  }

  /** Hands the element's text to its parent, where Jetty allows a part to be written as a child. */
  void end() {
    if (parent == null) {
      return;
    }
    if (tag.equals("Arg")) {
      parent.arguments.add(text());
    } else if (tag.equals(XmlGrammar.identifyingChild(parent.tag))) {
      parent.identity = text();
    } else if (tag.equals("Set")) {
      arguments.add(text());
    }
  }

  /** Line and element, for example {@code line 31, <Call name="useBackend">}. */
  String place() {
    return "line " + line + ", " + shown();
  }

  /** The start of the element, with the attribute that identifies it, if it has any. */
  String shown() {
    String attribute = XmlGrammar.identifyingAttribute(tag);
    return "<" + tag + (identity == null ? "" : " " + attribute + "=\"" + identity + "\"") + ">";
  }

  /** The values given to the element, quoted, or an empty string if there are none. */
  String quotedArguments() {
    StringBuilder quoted = new StringBuilder();
    for (String argument : arguments) {
      quoted.append(" '").append(argument).append('\'');
    }
    return quoted.toString();
  }
}
