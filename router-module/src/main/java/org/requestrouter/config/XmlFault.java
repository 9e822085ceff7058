package org.requestrouter.config;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Says why an element of a rules file failed, in the terms of the file rather than of Java. */
final class XmlFault {
  private XmlFault() {}

  static String of(Throwable failure, XmlElement element) {
    boolean missing = false;
    Throwable cause = failure;
    while (cause.getCause() != null) {
      missing |= cause instanceof NoSuchMethodException;
      cause = cause.getCause();
    }
    if (cause instanceof ConfigurationException) {
      return cause.getMessage();
    }
    if (cause instanceof NumberFormatException) {
      return "not a whole number, or too large";
    }
    if (cause instanceof ClassNotFoundException) {
      return "no class " + cause.getMessage();
    }
    if (cause instanceof NoSuchFieldException) {
      return "there is nothing of that name to get";
    }
    if (missing || cause instanceof NoSuchMethodException) {
      return unknown(element);
    }
    if (actsOnNothing(failure, element)) {
      return element.parent().shown() + " gives nothing that has settings";
    }
    if (cause instanceof IllegalStateException && element.tag().equals("Ref")) {
      return "no object has that id";
    }
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }

  /** Whether the failure is Jetty's, with an element whose object is null. */
  private static boolean actsOnNothing(Throwable failure, XmlElement element) {
    XmlElement parent = element.parent();
    if (parent == null || !XmlGrammar.GIVING.contains(parent.tag())) {
      return false;
    }
    String message = String.valueOf(failure.getMessage());
    return switch (element.tag()) {
      case "Set" -> failure instanceof NullPointerException;
      case "Put" -> message.endsWith(" is not a Map: null");
      // Of these it quotes the element, and says no more.
      case "Call", "Get" ->
          failure instanceof IllegalArgumentException && message.startsWith("<" + element.tag());
      default -> false;
    };
  }

  private static String unknown(XmlElement element) {
    Class<?> receiver = receiver(element);
    if (receiver == null) {
      return "no such method";
    }
    boolean setting = element.tag().equals("Set");
    String known =
        Arrays.stream(receiver.getMethods())
            .filter(method -> !Modifier.isStatic(method.getModifiers()))
            .filter(method -> setting ? isSetter(method) : isDeclaration(method))
            .map(method -> setting ? property(method) : signature(method))
            .distinct()
            .sorted()
            .collect(Collectors.joining(", "));
    if (setting && Arrays.asList(known.split(", ")).contains(element.identity())) {
      return "a value is required";
    }
    if (known.isEmpty()) {
      return "nothing can be declared or set here";
    }
    return (setting ? "no such setting; there are: " : "no such call; there are: ") + known;
  }

  /** What the element acts on: what the call around it returns, or null if that is not known. */
  private static Class<?> receiver(XmlElement element) {
    XmlElement parent = element.parent();
    if (parent == null || parent.tag().equals("Configure")) {
      return RoutingConfig.class;
    }
    Class<?> outer = receiver(parent);
    if (outer == null) {
      return null;
    }
    return Arrays.stream(outer.getMethods())
        .filter(method -> method.getName().equals(parent.identity()))
        .map(Method::getReturnType)
        .filter(type -> type.getPackage() == XmlFault.class.getPackage())
        .findFirst()
        .orElse(null);
  }

  private static boolean isSetter(Method method) {
    return method.getName().startsWith("set") && method.getParameterCount() == 1;
  }

  private static boolean isDeclaration(Method method) {
    return method.getParameterCount() > 0
        && !isSetter(method)
        && method.getDeclaringClass().getPackage() == XmlFault.class.getPackage();
  }

  private static String property(Method method) {
    String name = method.getName().substring("set".length());
    return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
  }

  private static String signature(Method method) {
    return method.getName() + " with " + method.getParameterCount() + " Arg";
  }
}
