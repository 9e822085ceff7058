import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load, spread } from '../index.mjs';
import { Page, SETTINGS, settled } from './page.mjs';

const ONE = { ...SETTINGS, aliases: ['a1.site.test'] };

/** A page whose every poll goes to the one alias, unless that is avoided. */
function page(options) {
  const made = new Page(options);
  made.aliases = spread(ONE, made);
  made.state = () => made.aliases.status().hosts[1].state;
  return made;
}

test('before an alias has answered it gets only what may be repeated', async () => {
  const tested = page();
  await tested.fetch('/x', { method: 'POST', alias: 'k' });
  assert.deepEqual(tested.hosts(), ['www.site.test']);
  await settled();
  assert.equal(tested.state(), 'good');
  await tested.fetch('/x', { method: 'POST', alias: 'k' });
  assert.deepEqual(tested.hosts(), ['www.site.test', 'a1.site.test']);
});

test('aliases are asked with a field that needs a preflight', async () => {
  const tested = page();
  await tested.fetch('/x');
  const [probe] = tested.sent.filter((request) => request.probe);
  assert.equal(probe.host, 'a1.site.test');
  assert.deepEqual(Object.keys(probe.init.headers), ['X-Request-Router']);
  assert.equal(probe.init.credentials, 'include');
});

test('idempotent requests are repeated once, at the own host, and others never', async () => {
  for (const method of ['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'POST', 'PATCH']) {
    const tested = page();
    await tested.fetch('/first', { alias: 'k' });
    await settled();
    tested.sent.length = 0;
    tested.down.add('a1.site.test');
    const answer = tested.fetch('/x', { method, alias: 'k' });
    if (method === 'POST' || method === 'PATCH') {
      await assert.rejects(answer, TypeError);
      assert.deepEqual(tested.hosts(), ['a1.site.test']);
    } else {
      assert.deepEqual(await (await answer).json(), { host: 'www.site.test' });
      assert.deepEqual(tested.hosts(), ['a1.site.test', 'www.site.test']);
    }
    assert.equal(tested.state(), 'failed');
  }
});

test('an alias that failed is avoided by this page and the next ones, for a while', async () => {
  const { now } = Date;
  const storage = new Map();
  for (let n = 0; n < 2; n++) {
    const tested = page({ storage });
    tested.down.add('a1.site.test');
    for (let i = 0; i < 5; i++) {
      await tested.fetch('/x', { alias: 'k' });
      await settled();
    }
    assert.equal(tested.hosts().filter((host) => host === 'a1.site.test').length, n === 0 ? 1 : 0);
    assert.equal(tested.state(), 'failed');
  }
  Date.now = () => now() + SETTINGS.avoid;
  const later = page({ storage });
  await later.fetch('/x', { alias: 'k' });
  await settled();
  await later.fetch('/x', { alias: 'k' });
  assert.deepEqual(later.hosts().slice(-1), ['a1.site.test']);
  Date.now = now;
});

test('an alias that works but for one request is not avoided', async () => {
  const tested = page();
  tested.prompt = false;
  const answer = tested.fetch('/x', { alias: 'k' });
  await settled();
  tested.requests[0].reject(new TypeError('a redirect, for example'));
  tested.prompt = true;
  assert.equal((await answer).status, 200);
  await settled();
  assert.equal(tested.state(), 'good');
});

test('what waits at an alias that does not answer is repeated when that is known', async () => {
  const tested = page();
  tested.prompt = false;
  const answer = tested.fetch('/x', { alias: 'k' });
  await settled();
  // Another request finds out.
  tested.down.add('a1.site.test');
  await assert.rejects(tested.fetch('/y', { alias: 'k', method: 'POST' }));
  await settled();
  assert.deepEqual(tested.hosts(), ['a1.site.test', 'a1.site.test', 'www.site.test']);
  tested.requests[2].resolve(new Response('late'));
  assert.equal(await (await answer).text(), 'late');
});

test('what the page aborts is neither repeated nor a failure', async () => {
  const tested = page();
  tested.prompt = false;
  const abort = new AbortController();
  const answer = tested.fetch('/x', { alias: 'k', signal: abort.signal });
  await settled();
  abort.abort();
  await assert.rejects(answer, { name: 'AbortError' });
  assert.deepEqual(tested.hosts(), ['a1.site.test']);
  assert.equal(tested.state(), 'good');
});

test('without a network nothing is held against an alias', async () => {
  const tested = page();
  tested.navigator.onLine = false;
  tested.down.add('a1.site.test').add('www.site.test');
  await assert.rejects(tested.fetch('/x', { alias: 'k' }), TypeError);
  await settled();
  assert.equal(tested.state(), 'unknown');
});

test('without a storage the page alone remembers', async () => {
  const tested = new Page();
  Object.defineProperty(tested, 'sessionStorage', {
    get() {
      throw new DOMException('denied', 'SecurityError');
    },
  });
  spread(ONE, tested);
  assert.equal((await tested.fetch('/x')).status, 200);
});

test('load gets the settings from the router', async () => {
  const tested = new Page();
  tested.fetch = async (url) => (assert.equal(url, '/r/a.json'), Response.json(ONE));
  const aliases = await load('/r/a', tested);
  assert.equal(aliases.status().hosts[1].name, 'a1.site.test');
  const foreign = new Page();
  foreign.fetch = async () => new Response('', { status: 404 });
  await assert.rejects(load(undefined, foreign), /status 404/);
});
