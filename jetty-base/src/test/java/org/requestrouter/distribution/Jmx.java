package org.requestrouter.distribution;

import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.util.Set;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** The numbers that a running Jetty with the module jmx tells about itself. */
final class Jmx implements AutoCloseable {
  private final JMXConnector connector;
  private final MBeanServerConnection beans;

  private Jmx(JMXConnector connector) throws IOException {
    this.connector = connector;
    this.beans = connector.getMBeanServerConnection();
  }

  /** Connects to a process of this test's own, which has itself said by what address. */
  @SuppressWarnings("BanJNDI")
  static Jmx of(long process) throws Exception {
    VirtualMachine machine = VirtualMachine.attach(Long.toString(process));
    try {
      String address = machine.startLocalManagementAgent();
      return new Jmx(JMXConnectorFactory.connect(new JMXServiceURL(address)));
    } finally {
      machine.detach();
    }
  }

  /** The sum of a number over all beans whose name matches, of which there must be some. */
  long sum(String pattern, String attribute) throws IOException, JMException {
    Set<ObjectName> names = beans.queryNames(new ObjectName(pattern), null);
    if (names.isEmpty()) {
      throw new AssertionError("no bean " + pattern);
    }
    long sum = 0;
    for (ObjectName name : names) {
      sum += ((Number) beans.getAttribute(name, attribute)).longValue();
    }
    return sum;
  }

  @Override
  public void close() throws IOException {
    connector.close();
  }
}
