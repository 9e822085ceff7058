package org.requestrouter.connector;

import java.util.concurrent.atomic.LongAdder;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.annotation.ManagedAttribute;
import org.eclipse.jetty.util.annotation.ManagedObject;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;

/** Jetty's factory of HTTP/1 connections, for connections that resume without changing threads. */
@ManagedObject("HTTP/1 connections that resume without changing threads")
public final class InlineConnectionFactory extends HttpConnectionFactory {
  private final LongAdder resumes = new LongAdder();
  private volatile InvocationType invocationType;

  InlineConnectionFactory(HttpConnectionFactory stock) {
    super(stock.getHttpConfiguration());
    setInputBufferSize(stock.getInputBufferSize());
    setTransferEncodingChunkMaxLength(stock.getTransferEncodingChunkMaxLength());
    stock.getEventListeners().forEach(this::addEventListener);
  }

  @Override
  protected void doStart() throws Exception {
    invocationType = null;
    super.doStart();
  }

  @Override
  public Connection newConnection(Connector connector, EndPoint endPoint) {
    InlineHttpConnection connection =
        new InlineHttpConnection(getHttpConfiguration(), connector, endPoint, this);
    connection.setTransferEncodingChunkMaxLength(getTransferEncodingChunkMaxLength());
    return configure(connection, connector, endPoint);
  }

  /** How requests on the server's connections are to be invoked; settled with the first of them. */
  InvocationType invocationType(Server server) {
    if (invocationType == null) {
      invocationType =
          ReaderThread.handles(server) ? InvocationType.NON_BLOCKING : server.getInvocationType();
    }
    return invocationType;
  }

  void countResume() {
    resumes.increment();
  }

  /** How many times a connection has waited for its next request without changing threads. */
  @ManagedAttribute("The resumes without a change of threads")
  public long getResumes() {
    return resumes.sum();
  }
}
