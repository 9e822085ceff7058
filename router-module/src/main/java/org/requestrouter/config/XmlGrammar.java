package org.requestrouter.config;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.xml.sax.Attributes;

/**
 * What may stand where in Jetty XML. Jetty passes over much that its document type forbids (stray
 * text, elements that are no values) and requires that every file names the type; this does
 * neither.
 */
final class XmlGrammar {
  /** Elements that act on the object around them. */
  static final Set<String> ACTING =
      Set.of("Set", "Get", "Put", "Call", "New", "Ref", "Array", "Map");

  /** Elements whose children may act on their object. */
  static final Set<String> ACTED_ON = Set.of("Configure", "Get", "Call", "New", "Ref");

  /** Elements that give the object which their children act on by calling a method, or null. */
  static final Set<String> GIVING = Set.of("Get", "Call");

  private static final Set<String> VALUES =
      Set.of("Get", "Call", "New", "Ref", "Array", "Map", "Property", "SystemProperty", "Env");
  private static final Set<String> VALUED =
      Set.of("Set", "Put", "Arg", "Item", "Id", "Name", "Class", "Type", "Default", "Deprecated");
  private static final Set<String> LOOK_UP = Set.of("Id", "Name", "Deprecated", "Default");
  private static final Map<String, String> REQUIRED =
      Map.of(
          "Set", "name", "Put", "name", "Call", "name", "Get", "name", "New", "class", "Ref",
          "refid");
  private static final Set<String> ATTRIBUTES =
      Set.of(
          "id",
          "class",
          "name",
          "type",
          "property",
          "refid",
          "ref",
          "deprecated",
          "default",
          "arg",
          "item");
  private static final Map<String, Set<String>> CHILDREN = children();

  private XmlGrammar() {}

  private static Map<String, Set<String>> children() {
    Map<String, Set<String>> children = new HashMap<>();
    children.put("Configure", Set.of("Id", "Class", "Arg"));
    children.put("Get", Set.of("Id", "Name", "Class"));
    children.put("Call", Set.of("Id", "Name", "Class", "Arg"));
    children.put("New", Set.of("Id", "Class", "Arg"));
    children.put("Ref", Set.of("Id"));
    for (String actedOn : ACTED_ON) {
      Set<String> all = new HashSet<>(children.get(actedOn));
      all.addAll(ACTING);
      all.add("Property");
      children.put(actedOn, all);
    }
    VALUED.forEach(valued -> children.put(valued, VALUES));
    children.put("Array", Set.of("Id", "Type", "Item"));
    children.put("Map", Set.of("Id", "Entry"));
    children.put("Entry", Set.of("Item"));
    Set.of("Property", "SystemProperty", "Env").forEach(name -> children.put(name, LOOK_UP));
    return children;
  }

  /** Returns the value of the attribute that identifies an element, or null if it has none. */
  static String identity(String tag, Attributes attributes) {
    String value = attributes.getValue(identifyingAttribute(tag));
    return value == null && tag.equals("Ref") ? attributes.getValue("id") : value;
  }

  /** Returns the attribute that identifies such elements: most have a name. */
  static String identifyingAttribute(String tag) {
    return REQUIRED.getOrDefault(tag, "name");
  }

  /** Returns the child that may stand for the attribute. */
  static String identifyingChild(String tag) {
    return switch (tag) {
      case "New" -> "Class";
      case "Ref" -> "Id";
      default -> "Name";
    };
  }

  /** Returns why the element may not begin here, or null if it may. */
  static String faultOfStart(XmlElement parent, String tag, Attributes attributes) {
    if (parent == null) {
      return tag.equals("Configure") ? null : "the root must be <Configure>, not <" + tag + ">";
    }
    if (!CHILDREN.get(parent.tag()).contains(tag)) {
      return "<" + tag + "> is not allowed in <" + parent.tag() + ">";
    }
    for (int i = 0; i < attributes.getLength(); i++) {
      if (!ATTRIBUTES.contains(attributes.getQName(i))) {
        return "<" + tag + "> has no attribute '" + attributes.getQName(i) + "'";
      }
    }
    return null;
  }

  /** Returns why the element may not end as it is, or null if it may. */
  static String faultOfEnd(XmlElement element) {
    String required = REQUIRED.get(element.tag());
    if (required != null && element.identity().isBlank()) {
      return "<" + element.tag() + "> requires the attribute '" + required + "'";
    }
    String text = element.text();
    return text.isEmpty() || VALUED.contains(element.tag())
        ? null
        : "the text '" + text + "' is not allowed in <" + element.tag() + ">";
  }
}
