/**
 * A channel of the PubSub server, reached over the origin of the page: the router sends these
 * paths to the PubSub server, so that no cross-origin request is needed.
 */
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 15_000;
/** A poll may rightly wait for minutes: one that has not failed in this time has got through. */
const SETTLED = 1000;
/** Above the time that the PubSub server lets a poll wait: after it, the answer got lost. */
const LONGEST_POLL = 5 * 60_000;

export class Channel {
  #name;
  #last = 0;

  constructor(name) {
    this.#name = encodeURIComponent(name);
  }

  async publish(data) {
    const response = await fetch(`/publish/${this.#name}`, { method: 'POST', body: data });
    if (!response.ok) {
      throw new Error(`the server answered ${response.status}`);
    }
  }

  /**
   * Polls for ever. `onMessage` gets each message's data; `onState` gets 'connected', or 'waiting'
   * and the milliseconds until the next try.
   */
  async listen(onMessage, onState) {
    let pause = FIRST_PAUSE;
    for (;;) {
      const settled = setTimeout(() => onState('connected'), SETTLED);
      try {
        const message = await this.#poll();
        onState('connected');
        pause = FIRST_PAUSE;
        if (message) {
          this.#last = message.id;
          onMessage(message.data);
        }
      } catch {
        clearTimeout(settled);
        onState('waiting', pause);
        // Clients that lost the server together shall not come back together.
        await sleep(pause * (0.75 + Math.random() / 2));
        pause = Math.min(pause * 2, LONGEST_PAUSE);
      }
      clearTimeout(settled);
    }
  }

  /** The next message, or null when none came while the server let us wait. */
  async #poll() {
    const response = await fetch(`/subscriptions/channel/${this.#name}?after=${this.#last}`, {
      signal: AbortSignal.timeout(LONGEST_POLL),
    });
    if (response.status === 204) {
      return null;
    }
    if (!response.ok) {
      throw new Error(`the server answered ${response.status}`);
    }
    return response.json();
  }
}

function sleep(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
