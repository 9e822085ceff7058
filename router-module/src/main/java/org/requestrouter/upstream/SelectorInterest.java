package org.requestrouter.upstream;

import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.ManagedSelector;

/**
 * What a socket wants to be told by its selector, and what is registered there. Read interest stays
 * registered after it has fired, and is taken back only if it fires again while nobody wants it: a
 * kept-alive connection costs the selector no system call. Called on any thread, but for what only
 * the selector's thread does.
 */
final class SelectorInterest implements ManagedSelector.SelectorUpdate {
  private final ManagedSelector selector;
  private final SocketChannel channel;
  private final UpstreamSocket socket;
  private SelectionKey key;

  // All below is guarded by this object.
  private int registered;
  private int wanted;
  private boolean stale;
  private boolean updateDue;

  SelectorInterest(ManagedSelector selector, SocketChannel channel, UpstreamSocket socket) {
    this.selector = selector;
    this.channel = channel;
    this.socket = socket;
  }

  ManagedSelector selector() {
    return selector;
  }

  /** Asks for the operation to be reported once. */
  void want(int operation) {
    synchronized (this) {
      wanted |= operation;
      if (updateDue || (registered & operation) != 0) {
        return;
      }
      updateDue = true;
    }
    selector.submit(this);
  }

  /** Registers the socket, or changes its interest; on the selector's thread. */
  @Override
  public void update(Selector nio) {
    if (key == null) {
      register(nio);
    } else {
      update();
    }
  }

  private void register(Selector nio) {
    try {
      synchronized (this) {
        updateDue = false;
        registered = wanted;
        key = channel.register(nio, registered, socket);
      }
    } catch (ClosedChannelException x) {
      socket.close();
    }
  }

  /** Returns what is ready and was wanted, which now is not any more; on the selector's thread. */
  int fired() {
    int ready = key.readyOps();
    synchronized (this) {
      int events = ready & wanted;
      wanted &= ~ready;
      // What is ready and unwanted would wake the selector again and again.
      stale |= ready != SelectionKey.OP_READ || events != ready;
      // Whatever is wanted from now on is seen by the update() that follows.
      updateDue = true;
      return events;
    }
  }

  /** Registers what is wanted, if that has changed; on the selector's thread. */
  void update() {
    try {
      synchronized (this) {
        updateDue = false;
        int interest = stale ? wanted : wanted | (registered & SelectionKey.OP_READ);
        stale = false;
        if (interest != registered) {
          registered = interest;
          key.interestOps(interest);
        }
      }
    } catch (CancelledKeyException x) {
      socket.close();
    }
  }

  void replaceKey(SelectionKey newKey) {
    key = newKey;
  }
}
