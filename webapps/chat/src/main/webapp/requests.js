/** The requests of the edge page; the router and the PubSub server know these paths and names. */
const API = `http://api.localhost:${location.port}`;
const CHANNEL = 'scores';
const REQUESTS = 24;
const POLLS = 30;
const PAUSE = 200;
const LOOKS = 100;
/** How long the polls are seen waiting before the score is published. */
const SUSPENSE = 1000;

async function json(response) {
  if (!response.ok) {
    throw new Error(`${new URL(response.url).pathname} was answered with ${response.status}`);
  }
  return response.json();
}

function pause(millis) {
  return new Promise((resolve) => setTimeout(resolve, millis));
}

/** Asks this page's own host, whatever the aliases, and no cache. */
async function counts() {
  return json(await fetch('/edge/counts', { alias: false, cache: 'no-store' }));
}

/** Sends requests together; tells of each its host, and when it was sent and answered, in ms. */
export async function bars() {
  performance.clearResourceTimings();
  const run = Math.random().toString(36).slice(2);
  const begin = performance.now();
  const requests = Array.from({ length: REQUESTS }, async (_, i) => {
    const response = await fetch(`/edge/slow?run=${run}&n=${i}`);
    await json(response);
    const answered = performance.now() - begin;
    const [timing] = performance.getEntriesByName(response.url);
    const sent = timing && timing.requestStart > 0 ? timing.requestStart - begin : 0;
    return { host: new URL(response.url).hostname, sent, answered };
  });
  return Promise.all(requests);
}

/** Calls another origin in a way that a browser asks for first, with the cookies of that origin. */
export async function callWithCredentials() {
  const response = await fetch(`${API}/edge/visits`, {
    method: 'PUT',
    credentials: 'include',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ page: location.href }),
  });
  const { visits } = await json(response);
  const { preflights } = await counts();
  return { status: response.status, origin: location.origin, visits, preflights };
}

/**
 * Sends polls that differ only in a number, and publishes what they wait for when they wait. Tells
 * how many were sent, how many the server has seen of them, and the Cache-Status of each answer.
 */
export async function identicalPolls(onWaiting) {
  const before = await counts();
  const first = Date.now();
  const polls = Array.from({ length: POLLS }, async (_, i) => {
    const path = `/subscriptions/channel/${CHANNEL}?after=${before.last}&_=${first + i}`;
    const response = await fetch(API + path);
    await json(response);
    return response.headers.get('Cache-Status') ?? 'none';
  });
  const all = Promise.all(polls);
  await Promise.race([all, publishWhenWaited(onWaiting)]);
  const statuses = await all;
  const after = await counts();
  return { sent: POLLS, seen: after.polls - before.polls, statuses };
}

async function publishWhenWaited(onWaiting) {
  let { waiting } = await counts();
  for (let looks = 1; waiting === 0; looks++) {
    if (looks === LOOKS) {
      throw new Error('No poll has come to the server');
    }
    await pause(PAUSE);
    ({ waiting } = await counts());
  }
  onWaiting(waiting);
  await pause(SUSPENSE);
  const score = `${Math.floor(Math.random() * 5)}:${Math.floor(Math.random() * 5)}`;
  await json(await fetch(`/publish/${CHANNEL}`, { method: 'POST', body: score, alias: false }));
}
