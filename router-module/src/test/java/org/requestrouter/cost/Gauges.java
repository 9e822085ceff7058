package org.requestrouter.cost;

import com.sun.management.ThreadMXBean;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.strategy.AdaptiveExecutionStrategy;
import org.requestrouter.RequestRouter;
import org.requestrouter.RoutingTable;
import org.requestrouter.connector.InlineConnectionFactory;
import org.requestrouter.upstream.UpstreamSelectors;

/**
 * Reads the gauges of this process.
 *
 * @param connector has one selector
 */
record Gauges(
    ServerConnector connector,
    RequestRouter router,
    QueuedThreadPool threads,
    ArrayByteBufferPool buffers) {
  private static final String RESPONSE_PARSER = "org.requestrouter.upstream.ResponseParser";

  long read(Gauge gauge) {
    return switch (gauge) {
      case PORT -> connector.getLocalPort();
      case RESUMES -> connector.getConnectionFactory(InlineConnectionFactory.class).getResumes();
      case HANDOVERS -> handovers();
      case WAKE_UPS -> selector().getSelectCount();
      case SELECTOR_KEYS -> selector().getTotalKeys();
      case OWN_SELECTORS -> ownSelectors();
      case THREADS -> ManagementFactory.getThreadMXBean().getThreadCount();
      case BUSY_THREADS -> threads.getUtilizedThreads();
      case ALLOCATED_BYTES -> allocatedBytes();
      case LIVE_BYTES -> LiveObjects.collect().bytes();
      case DIRECT_BYTES -> directBytes();
      case BUFFERS_IN_USE -> ((ArrayByteBufferPool.Tracking) buffers).getLeaks().size();
      case PARSERS -> LiveObjects.collect().instances(HttpParser.class.getName());
      case RESPONSE_PARSERS -> LiveObjects.collect().instances(RESPONSE_PARSER);
      case ROUTING_TABLES -> LiveObjects.collect().instances(RoutingTable.class.getName());
      case RELOAD -> reload();
    };
  }

  private long reload() {
    router.reload();
    return router.getReloads();
  }

  private ManagedSelector selector() {
    return connector.getSelectorManager().getBean(ManagedSelector.class);
  }

  private long handovers() {
    AdaptiveExecutionStrategy strategy = selector().getBean(AdaptiveExecutionStrategy.class);
    return strategy.getPICTasksExecuted()
        + strategy.getPECTasksExecuted()
        + strategy.getEPCTasksConsumed();
  }

  private long ownSelectors() {
    return router
        .getBean(UpstreamSelectors.class)
        .getBean(SelectorManager.class)
        .getBeans(ManagedSelector.class)
        .stream()
        .filter(ManagedSelector::isRunning)
        .count();
  }

  private static long directBytes() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }

  /** This thread, which answers, is none of the server's. */
  private static long allocatedBytes() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long bytes = 0;
    for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (thread != null && thread.getThreadId() != Thread.currentThread().getId()) {
        bytes += threads.getThreadAllocatedBytes(thread.getThreadId());
      }
    }
    return bytes;
  }
}
