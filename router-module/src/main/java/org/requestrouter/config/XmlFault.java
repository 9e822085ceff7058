package org.requestrouter.config;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Says why an element of a rules file failed, in the terms of the file rather than of Java. */
final class XmlFault {
  // What the elements within a call act on: the object that the call returns.
  private static final Map<String, Class<?>> RETURNED =
      Map.of(
          "backend", BackendConfig.class,
          "server", ServerConfig.class,
          "useBackend", RuleConfig.class);

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
    if (missing || cause instanceof NoSuchMethodException) {
      return unknown(element);
    }
    if (isInsideAcl(element)) {
      return "an acl has no settings";
    }
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }

  private static String unknown(XmlElement element) {
    Class<?> receiver = receiver(element);
    if (receiver == null) {
      return isInsideAcl(element) ? "an acl has no settings" : "no such method";
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
    if (setting && Arrays.asList(known.split(", ")).contains(element.name())) {
      return "a value is required";
    }
    if (known.isEmpty()) {
      return "nothing can be declared or set here";
    }
    return (setting ? "no such setting; there are: " : "no such call; there are: ") + known;
  }

  private static Class<?> receiver(XmlElement element) {
    XmlElement parent = element.parent();
    if (parent == null || parent.tag().equals("Configure")) {
      return RoutingConfig.class;
    }
    return RETURNED.get(parent.name());
  }

  private static boolean isInsideAcl(XmlElement element) {
    return element.parent() != null && element.parent().name().equals("acl");
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
