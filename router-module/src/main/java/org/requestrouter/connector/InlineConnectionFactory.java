package org.requestrouter.connector;

import java.util.concurrent.atomic.LongAdder;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.util.annotation.ManagedAttribute;
import org.eclipse.jetty.util.annotation.ManagedObject;

/** Jetty's factory of HTTP/1 connections, for connections that resume without changing threads. */
@ManagedObject("HTTP/1 connections that resume without changing threads")
public final class InlineConnectionFactory extends HttpConnectionFactory {
  private final LongAdder resumes = new LongAdder();

  InlineConnectionFactory(HttpConnectionFactory stock) {
    super(stock.getHttpConfiguration());
    setInputBufferSize(stock.getInputBufferSize());
    setTransferEncodingChunkMaxLength(stock.getTransferEncodingChunkMaxLength());
    stock.getEventListeners().forEach(this::addEventListener);
  }

  @Override
  public Connection newConnection(Connector connector, EndPoint endPoint) {
    InlineHttpConnection connection =
        new InlineHttpConnection(getHttpConfiguration(), connector, endPoint, this);
    connection.setTransferEncodingChunkMaxLength(getTransferEncodingChunkMaxLength());
    return configure(connection, connector, endPoint);
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
