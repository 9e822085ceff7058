package org.requestrouter.upstream;

import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.io.ManagedSelector;

/**
 * What a socket wants to be told by its selector, and what is registered there. What has fired is
 * wanted no more, but stays registered until the selector's thread has called everybody: who wants
 * it again by then, as most do, costs the selector no system call. Called on any thread, but for
 * what only the selector's thread does.
 */
final class SelectorInterest implements ManagedSelector.SelectorUpdate {
  private static final int OPERATIONS = 0xFF;

  /** By how many bits what is registered stands higher than what is wanted. */
  private static final int REGISTERED = 8;

  /** An update is certain to follow. */
  private static final int UPDATE_DUE = 1 << 16;

  private final ManagedSelector selector;
  private final SocketChannel channel;
  private final UpstreamSocket socket;
  private SelectionKey key;

  /** What is wanted, what is registered, and the flag; changed by compare-and-set. */
  private final AtomicInteger state = new AtomicInteger();

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
    int current;
    int next;
    do {
      current = state.get();
      next = current | operation;
      if ((current & (UPDATE_DUE | (operation << REGISTERED))) == 0) {
        next |= UPDATE_DUE;
      }
      if (next == current) {
        return;
      }
    } while (!state.compareAndSet(current, next));
    if ((current & UPDATE_DUE) == 0 && (next & UPDATE_DUE) != 0) {
      selector.submit(this);
    }
  }

  /** Registers the socket, or changes its interest; on the selector's thread. */
  @Override
  public void update(Selector nio) {
    if (key != null) {
      update();
      return;
    }
    try {
      int wanted = settle();
      key = channel.register(nio, wanted, socket);
    } catch (ClosedChannelException x) {
      socket.close();
    }
  }

  /** Returns what is ready and was wanted, which now is not any more; on the selector's thread. */
  int fired() {
    int ready = key.readyOps();
    int current;
    int next;
    do {
      current = state.get();
      // Whatever is wanted from now on is seen by the update() that follows.
      next = (current & ~ready) | UPDATE_DUE;
    } while (!state.compareAndSet(current, next));
    return current & ready;
  }

  /** Registers what is wanted, if that has changed; on the selector's thread. */
  void update() {
    int before = (state.get() >> REGISTERED) & OPERATIONS;
    int interest = settle();
    if (interest != before) {
      try {
        key.interestOps(interest);
      } catch (CancelledKeyException x) {
        socket.close();
      }
    }
  }

  /** Makes what is wanted what is registered. */
  private int settle() {
    while (true) {
      int current = state.get();
      int wanted = current & OPERATIONS;
      if (state.compareAndSet(current, wanted | (wanted << REGISTERED))) {
        return wanted;
      }
    }
  }

  void replaceKey(SelectionKey newKey) {
    key = newKey;
  }
}
