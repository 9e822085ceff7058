/** A page of www.site.test, as far as the script sees one, and a network that tests answer for. */

export const SETTINGS = {
  aliases: ['a1.site.test', 'a2.site.test', 'a3.site.test'],
  script: '/request-router/aliases',
  avoid: 60_000,
  longPolls: ['/poll/'],
};

export class Page {
  constructor({ protocol = 'http/1.1', storage = new Map(), hostname = 'www.site.test' } = {}) {
    this.sent = [];
    this.down = new Set();
    this.location = new URL(`http://${hostname}:8080/shop/page`);
    this.performance = {
      getEntriesByType: (type) => (type === 'navigation' ? [{ nextHopProtocol: protocol }] : []),
    };
    this.sessionStorage = {
      getItem: (key) => storage.get(key) ?? null,
      setItem: (key, value) => storage.set(key, value),
    };
    this.navigator = { onLine: true };
    this.Request = Request;
    this.ReadableStream = ReadableStream;
    this.fetch = (input, init = {}) => this.#answer(input, init);
    this.XMLHttpRequest = xhrOf(this);
  }

  /** What has been sent apart from probes. */
  get requests() {
    return this.sent.filter((request) => !request.probe);
  }

  hosts() {
    return this.requests.map((request) => request.host);
  }

  async #answer(input, init) {
    const url = new URL(input.url ?? input, this.location);
    const method = init.method ?? input.method ?? 'GET';
    const probe = url.pathname.endsWith('.json') && method === 'HEAD';
    const { hostname: host, pathname: path } = url;
    const request = { method, host, path, url: url.href, probe, init, input };
    this.sent.push(request);
    const reply = new Promise((resolve, reject) => Object.assign(request, { resolve, reject }));
    (init.signal ?? input.signal)?.addEventListener('abort', () =>
      request.reject(new DOMException('aborted', 'AbortError')));
    if (this.down.has(host)) {
      request.reject(new TypeError('Failed to fetch'));
    } else if (probe || this.prompt !== false) {
      request.resolve(Response.json({ host }));
    }
    return reply;
  }
}

/** XMLHttpRequest over the page's fetch, with the events in the order of the standard. */
function xhrOf(page) {
  const network = page.fetch;
  return class XMLHttpRequest extends EventTarget {
    readyState = 0;
    status = 0;
    withCredentials = false;
    responseText = '';

    open(method, url) {
      this.flight = null;
      Object.assign(this, { method, url, fields: {}, status: 0 });
      if (this.readyState !== 1) {
        this.#state(1);
      }
    }

    setRequestHeader(name, value) {
      this.fields[name] = value;
    }

    send(body) {
      if (this.flight) {
        throw new DOMException('sent already', 'InvalidStateError');
      }
      const flight = {};
      this.flight = flight;
      this.#fire('loadstart');
      const { method, fields: headers, withCredentials } = this;
      network(this.url, { method, headers, body, withCredentials }).then(
        async (response) => {
          const text = await response.text();
          if (flight === this.flight) {
            this.responseText = text;
            this.status = response.status;
            this.#state(2);
            this.#state(4);
            this.#fire('load');
            this.#fire('loadend');
          }
        },
        () => flight === this.flight && this.#end('error'));
    }

    abort() {
      if (this.flight) {
        this.#end('abort');
      }
    }

    expire() {
      this.#end('timeout');
    }

    #end(type) {
      this.flight = null;
      this.#state(4);
      this.#fire(type);
      this.#fire('loadend');
    }

    #state(state) {
      this.readyState = state;
      this.#fire('readystatechange');
    }

    #fire(type) {
      const event = new Event(type);
      // What the browser fires is trusted; scripts cannot make such events, this one excepted.
      Object.defineProperty(event, 'isTrusted', { value: true });
      this.dispatchEvent(event);
    }
  };
}

/** Lets everything happen that waits for nothing more, however slow the machine is. */
export async function settled() {
  for (let turn = 0; turn < 30; turn++) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}
