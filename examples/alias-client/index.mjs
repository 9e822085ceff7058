/*
 * Spreads the requests that a page sends to its own host over aliases of that host: other names of
 * the same site. Over HTTP/1.1 a browser opens six connections to one name, and no more.
 *
 * The router serves this file with the aliases of its configuration. Requests take turns; a long
 * poll stays with one alias; an alias that fails is avoided for a while, and what may be repeated
 * is repeated once, at the page's own host.
 */

/** What browsers open to one name. */
const CONNECTIONS = 6;
/** How many of them may wait in long polls, so that one is left for everything else. */
const POLLS = 5;
/** For how long an alias that is asked whether it works may say nothing at all, in milliseconds. */
const PATIENCE = 5000;
/** How many long polls are remembered with their aliases. */
const REMEMBERED_POLLS = 100;
/** What may be sent twice: RFC 9110, 9.2.2. */
const IDEMPOTENT = ['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'];
/** Where the tab remembers which aliases work, and which do not. */
const STORE = 'request-router.aliases';
const XHR_EVENTS = ['loadstart', 'readystatechange', 'error', 'timeout', 'abort', 'loadend'];
const INSTALLED = Symbol.for('request-router.aliases');

/** Gets the settings from the router, then spreads. */
export async function load(script = '/request-router/aliases', scope = self) {
  const response = await scope.fetch(script + '.json');
  if (!response.ok) {
    throw new Error(`${response.url}: status ${response.status}`);
  }
  return spread(await response.json(), scope);
}

/** Spreads the requests of a page, or of a worker, from now on. */
export function spread(settings, scope = self) {
  if (scope[INSTALLED]) {
    return scope[INSTALLED];
  }
  const { location } = scope;
  const others = settings.aliases.filter((name) => name !== location.hostname);
  const reason = reasonToStayAway(scope, others);
  let active = reason === null;
  const hosts = new Hosts(others, { ...settings, fetch: scope.fetch.bind(scope) }, scope);

  /** A request as the aliases see it; null if it is none for them. */
  function request(method, address, alias) {
    let url;
    try {
      url = new URL(address, scope.document ? scope.document.baseURI : location.href);
    } catch {
      return null; // The browser says what is wrong with it.
    }
    // A blob has the origin of its page, too.
    const own = url.protocol === location.protocol && url.origin === location.origin;
    if (!active || !own || url.username || alias === false) {
      return null;
    }
    const path = settings.longPolls.some((start) => url.pathname.startsWith(start));
    return {
      url,
      repeatable: IDEMPOTENT.includes(method.toUpperCase()),
      poll: typeof alias === 'string' ? alias : path ? url.pathname : null,
    };
  }

  const aliases = {
    off() {
      active = false;
    },
    on() {
      active = reason === null;
    },
    status() {
      return { active, reason, hosts: hosts.status() };
    },
  };
  if (active) {
    scope.fetch = spreadingFetch(scope, request, hosts);
    if (scope.XMLHttpRequest) {
      scope.XMLHttpRequest = spreadingXhr(scope.XMLHttpRequest, request, hosts);
    }
  }
  Object.defineProperty(scope, INSTALLED, { value: aliases });
  return aliases;
}

/** Why nothing is spread here, or null. */
function reasonToStayAway(scope, others) {
  if (!/^https?:$/.test(scope.location.protocol)) {
    return 'page without a host';
  }
  // One connection of these carries any number of requests.
  return /^h[23]/.test(protocol(scope)) ? 'HTTP/2 or later' : others.length ? null : 'no alias';
}

/** By which the page has come, or if it came from a cache, something else of its host. */
function protocol({ performance, location }) {
  const own = (entry) => entry.name.startsWith(location.origin + '/');
  const all = [
    ...performance.getEntriesByType('navigation'),
    ...performance.getEntriesByType('resource').filter(own),
  ];
  const known = all.find((entry) => entry.nextHopProtocol);
  return known ? known.nextHopProtocol : '';
}

/** The page's own host and its aliases, and what is known of them. */
class Hosts {
  constructor(names, settings, scope) {
    this.settings = settings;
    this.scope = scope;
    this.own = host(scope.location.hostname, 'own');
    this.aliases = names.map((name) => host(name, 'unknown'));
    this.all = [this.own, ...this.aliases];
    this.next = Math.floor(Math.random() * this.all.length);
    this.pollHosts = new Map();
    this.recall();
  }

  /** Chooses a host, and counts the request there until it is ended. */
  begin(request) {
    this.aliases
      .filter((alias) => alias.until <= Date.now() && !alias.probing)
      .forEach((alias) => this.probe(alias));
    const host = request.poll === null ? this.inTurn(request) : this.forPoll(request);
    return this.count(request, host);
  }

  /** The second try of a request. */
  beginAgain(request) {
    return this.count(request, this.own);
  }

  count(request, host) {
    host.requests++;
    host.polls += request.poll === null ? 0 : 1;
    return host;
  }

  end(request, host) {
    host.requests--;
    host.polls -= request.poll === null ? 0 : 1;
  }

  /** An alias of which nothing is known yet gets only what could be repeated elsewhere. */
  isUsable(host, request) {
    const { state } = host;
    return state === 'own' || state === 'good' || (state === 'unknown' && request.repeatable);
  }

  inTurn(request) {
    const usable = this.rotated().filter((host) => this.isUsable(host, request));
    // The question whether an alias works needs a connection, too.
    const free = usable.find((h) => h.requests < CONNECTIONS - (h.state === 'unknown' ? 1 : 0));
    const known = usable.filter((h) => h.state !== 'unknown');
    const host = free || least(known, 'requests');
    this.next = this.all.indexOf(host) + 1;
    return host;
  }

  /** The alias that the poll had, or the one with the fewest; the own host when all are full. */
  forPoll(request) {
    const aliases = this.rotated().filter((h) => h !== this.own && this.isUsable(h, request));
    const free = aliases.filter((alias) => alias.polls < POLLS);
    const full = this.own.polls < POLLS || !aliases.length ? [this.own] : aliases;
    const last = this.pollHosts.get(request.poll);
    const host = free.includes(last) ? last : least(free.length ? free : full, 'polls');
    this.pollHosts.delete(request.poll);
    this.pollHosts.set(request.poll, host);
    if (this.pollHosts.size > REMEMBERED_POLLS) {
      this.pollHosts.delete(this.pollHosts.keys().next().value);
    }
    return host;
  }

  rotated() {
    const start = this.next % this.all.length;
    return [...this.all.slice(start), ...this.all.slice(0, start)];
  }

  /** A request has failed there. Why, scripts are not told: so the alias is asked itself. */
  failed(alias) {
    if (alias !== this.own && alias.state !== 'failed' && this.isOnline()) {
      alias.state = 'failed';
      alias.until = 0;
      if (!alias.probing) {
        this.probe(alias);
      }
    }
  }

  isOnline() {
    return !this.scope.navigator || this.scope.navigator.onLine !== false;
  }

  /** Asks with a field of our own, so that the browser has to ask by OPTIONS before. */
  async probe(alias) {
    alias.probing = true;
    const abort = new AbortController();
    let answers = alias.answers;
    const timer = setInterval(() => {
      if (alias.answers === answers) {
        abort.abort();
      }
      answers = alias.answers;
    }, PATIENCE);
    // Another one each time, since browsers keep the answers to preflights.
    const path = `${this.settings.script}.json?${Date.now()}`;
    const question = new URL(path, this.scope.location.href);
    let works = false;
    try {
      const response = await this.settings.fetch(at(question, alias), {
        method: 'HEAD',
        headers: { 'X-Request-Router': 'probe' },
        credentials: 'include',
        signal: abort.signal,
      });
      works = response.ok;
    } catch {
      // It does not work.
    }
    clearInterval(timer);
    alias.probing = false;
    if (works || this.isOnline()) {
      this.judge(alias, works);
    }
  }

  judge(alias, works) {
    alias.state = works ? 'good' : 'failed';
    alias.until = Date.now() + this.settings.avoid;
    this.remember();
    if (!works) {
      [...alias.losers].forEach((tell) => tell());
    }
  }

  remember() {
    const known = {};
    this.aliases
      .filter((alias) => alias.until > 0)
      .forEach(({ name, state, until }) => (known[name] = { state, until }));
    try {
      this.scope.sessionStorage.setItem(STORE, JSON.stringify(known));
    } catch {
      // Then this page alone knows.
    }
  }

  recall() {
    try {
      const known = JSON.parse(this.scope.sessionStorage.getItem(STORE)) || {};
      this.aliases
        .filter((alias) => known[alias.name] && known[alias.name].until > Date.now())
        .forEach((alias) => Object.assign(alias, known[alias.name]));
    } catch {
      // Then they are all new to us.
    }
  }

  status() {
    return this.all.map(({ name, state, requests, polls }) => ({ name, state, requests, polls }));
  }
}

function host(name, state) {
  return {
    name,
    state, // own, unknown, good or failed
    until: 0, // when that has to be found out again
    probing: false,
    answers: 0,
    requests: 0,
    polls: 0, // of the requests
    losers: new Set(), // functions, called when it turns out that the host does not work
  };
}

function least(hosts, what) {
  return hosts.reduce((best, host) => (host[what] < best[what] ? host : best));
}

function at(url, host) {
  const there = new URL(url);
  there.hostname = host.name;
  return there.href;
}

function spreadingFetch(scope, request, hosts) {
  const native = hosts.settings.fetch;

  return function fetch(input, init) {
    const asked = input instanceof scope.Request ? input : {};
    const options = init || {};
    const method = options.method || asked.method || 'GET';
    const left =
      (options.mode || asked.mode || 'cors') !== 'cors' ||
      options.keepalive ||
      asked.keepalive ||
      // What the browser reads but once cannot be sent again, and over HTTP/1.1 not at all.
      (scope.ReadableStream && options.body instanceof scope.ReadableStream) ||
      (asked.url && !/^(GET|HEAD)$/i.test(method));
    const wanted = left ? null : request(method, asked.url || input, options.alias);
    if (!wanted) {
      return native(input, init);
    }
    const host = hosts.begin(wanted);
    const here = () => native(input, init).finally(() => hosts.end(wanted, hosts.own));
    if (host === hosts.own) {
      return here();
    }
    const credentials = options.credentials || asked.credentials || 'same-origin';
    const there = at(wanted.url, host);
    const first = native(asked.url ? new scope.Request(there, asked) : there, {
      ...options,
      credentials: credentials === 'same-origin' ? 'include' : credentials,
    });
    const signal = options.signal || asked.signal;
    return answer(wanted, host, first, here, signal);
  };

  async function answer(wanted, host, first, here, signal) {
    let lose;
    try {
      const lost = new Promise((_, reject) => (lose = reject));
      if (wanted.repeatable) {
        host.losers.add(lose);
      }
      const response = await Promise.race([first, lost]);
      host.answers++;
      return response;
    } catch (error) {
      if ((signal && signal.aborted) || (error && error.name === 'AbortError')) {
        throw error;
      }
      hosts.failed(host);
      if (!wanted.repeatable) {
        throw error;
      }
    } finally {
      host.losers.delete(lose);
      hosts.end(wanted, host);
    }
    hosts.beginAgain(wanted);
    return here();
  }
}

function spreadingXhr(Native, request, hosts) {
  const calls = new WeakMap();
  const native = Native.prototype;

  /** What becomes of one XMLHttpRequest from open() on; its page sees one request, and one end. */
  class Call {
    constructor(xhr) {
      this.xhr = xhr;
      this.host = null;
      // The first listeners of all, so that they can keep an event from the page's.
      for (const type of XHR_EVENTS) {
        xhr.addEventListener(type, (event) => {
          if (this.host && event.isTrusted) {
            this[type](event);
          }
        });
      }
    }

    open(method, url, spread) {
      this.end(); // Whatever was under way ends without a word.
      Object.assign(this, { method, address: url, fields: [], spread });
    }

    send(body) {
      const { xhr, method, address } = this;
      const wanted = this.spread ? request(method, address, xhr.alias) : null;
      this.spread = false; // To send twice is a mistake, which the browser reports.
      if (!wanted) {
        native.send.call(xhr, body);
        return;
      }
      this.wanted = wanted;
      this.host = hosts.begin(wanted);
      Object.assign(this, { body, credentials: xhr.withCredentials, held: false, lost: false });
      this.again = this.host !== hosts.own && wanted.repeatable;
      this.repeated = false;
      if (this.host === hosts.own) {
        native.send.call(xhr, body);
      } else {
        this.lose = () => native.abort.call(xhr);
        if (this.again) {
          this.host.losers.add(this.lose);
        }
        this.go(at(wanted.url, this.host), true);
      }
    }

    go(url, credentials) {
      const { xhr } = this;
      native.open.call(xhr, this.method, url, true);
      xhr.withCredentials = credentials;
      this.fields.forEach((field) => native.setRequestHeader.call(xhr, ...field));
      native.send.call(xhr, this.body);
    }

    /** The page has had these of the first try. */
    loadstart(event) {
      if (this.repeated) {
        event.stopImmediatePropagation();
      }
    }

    readystatechange(event) {
      const { readyState, status } = this.xhr;
      if (this.repeated && readyState === 1) {
        event.stopImmediatePropagation();
      }
      if (readyState === 2) {
        this.host.answers++;
      }
      if (this.again && readyState === 4 && status === 0) {
        // Whether this is a failure, or the page's own doing, the next event tells.
        event.stopImmediatePropagation();
        this.held = true;
      }
    }

    error(event) {
      hosts.failed(this.host);
      this.lost = this.again;
      if (this.lost) {
        event.stopImmediatePropagation();
      }
    }

    timeout() {
      this.release();
    }

    /** By the page, unless the alias has been found not to work. */
    abort(event) {
      if (this.again) {
        this.error(event);
      }
    }

    release() {
      if (this.held) {
        this.held = false;
        this.xhr.dispatchEvent(new Event('readystatechange'));
      }
    }

    loadend(event) {
      const { lost } = this;
      this.end();
      if (lost) {
        event.stopImmediatePropagation();
        this.host = hosts.beginAgain(this.wanted);
        Object.assign(this, { again: false, repeated: true, lost: false });
        this.go(this.wanted.url.href, this.credentials);
      }
    }

    /** What the page aborts is not repeated. */
    leave() {
      this.again = false;
    }

    end() {
      if (this.host) {
        hosts.end(this.wanted, this.host);
        this.host.losers.delete(this.lose);
        this.host = null;
      }
    }
  }

  return class XMLHttpRequest extends Native {
    constructor(...args) {
      super(...args);
      calls.set(this, new Call(this));
    }

    open(method, url, ...rest) {
      super.open(method, url, ...rest);
      // With a user and a password, or synchronously, it stays where it is.
      const spread = rest.length === 0 || (rest[0] && !rest[1]);
      calls.get(this).open(String(method), String(url), spread);
    }

    setRequestHeader(name, value) {
      super.setRequestHeader(name, value);
      calls.get(this).fields.push([name, value]);
    }

    send(body = null) {
      calls.get(this).send(body);
    }

    abort() {
      calls.get(this).leave();
      super.abort();
    }
  };
}
