package org.requestrouter.examples.bench;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** The memory of a process: as the system sees it, and of a Java as that sees it. */
final class Memory implements AutoCloseable {
  private static final double KIB = 1024;

  /**
   * What is in use, in KiB.
   *
   * @param resident of the process
   * @param heap of a Java, else 0
   * @param direct buffers of a Java, else 0
   */
  record Usage(double resident, double heap, double direct) {}

  private final ProcFs process;
  private final JMXConnector connector;

  private Memory(ProcFs process, JMXConnector connector) {
    this.process = process;
    this.connector = connector;
  }

  static Memory of(Running system) throws IOException {
    return new Memory(
        system.procFs(), system.system().isJava() ? connect(system.child().pid()) : null);
  }

  @SuppressWarnings("BanJNDI") // The address is that of a process that we have started ourselves.
  private static JMXConnector connect(long pid) throws IOException {
    try {
      VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
      try {
        return JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()));
      } finally {
        machine.detach();
      }
    } catch (AttachNotSupportedException x) {
      throw new IOException(x);
    }
  }

  /** After a collection, where there is a heap. */
  Usage settled() throws IOException {
    if (connector == null) {
      return new Usage(process.residentKib(), 0, 0);
    }
    MBeanServerConnection beans = connector.getMBeanServerConnection();
    MemoryMXBean memory = ManagementFactory.getPlatformMXBean(beans, MemoryMXBean.class);
    // The second one takes what finalizers and reference queues have let go after the first.
    memory.gc();
    memory.gc();
    double direct = 0;
    for (BufferPoolMXBean pool :
        ManagementFactory.getPlatformMXBeans(beans, BufferPoolMXBean.class)) {
      direct += pool.getMemoryUsed();
    }
    return new Usage(
        process.residentKib(), memory.getHeapMemoryUsage().getUsed() / KIB, direct / KIB);
  }

  @Override
  public void close() throws IOException {
    if (connector != null) {
      connector.close();
    }
  }
}
