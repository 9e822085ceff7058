/**
 * Connections to the PubSub server over the origin of the page: the router sends these paths there.
 * Each takes what to do with messages and with changes of its state: 'connected' or 'waiting', and
 * what to show of it.
 */
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 15_000;

/** Pauses between tries, which grow until one succeeds. */
class Pauses {
  #next = FIRST_PAUSE;

  reset() {
    this.#next = FIRST_PAUSE;
  }

  /** Runs the action after the next pause, and says how long it is. */
  then(action) {
    // Clients that lost the server together shall not come back together.
    const pause = this.#next * (0.75 + Math.random() / 2);
    this.#next = Math.min(this.#next * 2, LONGEST_PAUSE);
    setTimeout(action, pause);
    return `trying again in ${Math.ceil(pause / 1000)} s`;
  }
}

/** Server-sent events. After a lost connection the browser itself tries again. */
export class EventStream {
  #path;
  #onMessage;
  #onState;
  #pauses = new Pauses();
  #last = '';

  constructor(path, onMessage, onState) {
    this.#path = path;
    this.#onMessage = onMessage;
    this.#onState = onState;
  }

  open() {
    const after = this.#last ? `?after=${this.#last}` : '';
    const source = new EventSource(this.#path + after);
    source.addEventListener('open', () => {
      this.#pauses.reset();
      this.#onState('connected', 'connected');
    });
    source.addEventListener('message', (event) => {
      this.#last = event.lastEventId;
      this.#onMessage(event.data);
    });
    source.addEventListener('error', () => {
      if (source.readyState === EventSource.CONNECTING) {
        this.#onState('waiting', 'connecting again');
      } else {
        // It was answered, but not with events, by 503 for example: the browser gives up then.
        this.#onState('waiting', this.#pauses.then(() => this.open()));
      }
    });
  }
}

/** A WebSocket, which is opened again whenever it has ended. */
export class Socket {
  #path;
  #onMessage;
  #onState;
  #pauses = new Pauses();
  #socket;

  constructor(path, onMessage, onState) {
    this.#path = path;
    this.#onMessage = onMessage;
    this.#onState = onState;
  }

  open() {
    const url = new URL(this.#path, location.href);
    url.protocol = url.protocol.replace('http', 'ws');
    this.#socket = new WebSocket(url);
    this.#socket.addEventListener('open', () => {
      this.#pauses.reset();
      this.#onState('connected', 'connected');
    });
    this.#socket.addEventListener('message', (event) => this.#onMessage(event.data));
    this.#socket.addEventListener('close', () => {
      this.#onState('waiting', this.#pauses.then(() => this.open()));
    });
  }

  /** Whether it could be sent. */
  send(text) {
    const open = this.#socket.readyState === WebSocket.OPEN;
    if (open) {
      this.#socket.send(text);
    }
    return open;
  }
}
