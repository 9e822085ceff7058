import assert from 'node:assert/strict';
import { test } from 'node:test';
import { spread } from '../index.mjs';
import { Page, SETTINGS, settled } from './page.mjs';

const HOSTS = ['a1.site.test', 'a2.site.test', 'a3.site.test', 'www.site.test'];

async function readyPage(options) {
  const page = new Page(options);
  page.aliases = spread(SETTINGS, page);
  await page.fetch('/first');
  await settled();
  page.sent.length = 0;
  return page;
}

test('requests take turns from a random start', async () => {
  const starts = new Set();
  for (let i = 0; i < 60; i++) {
    const page = new Page();
    spread(SETTINGS, page);
    for (let n = 0; n < 8; n++) {
      await page.fetch(`/x?${n}`);
    }
    const hosts = page.hosts();
    assert.deepEqual(hosts.slice(0, 4).sort(), HOSTS);
    assert.deepEqual(hosts.slice(0, 4), hosts.slice(4));
    starts.add(hosts[0]);
  }
  assert.equal(starts.size, HOSTS.length);
});

test('a host gets no seventh request while another has room', async () => {
  const page = await readyPage();
  page.prompt = false;
  for (let i = 0; i < 24; i++) {
    page.fetch('/slow');
  }
  assert.deepEqual(page.aliases.status().hosts.map((host) => host.requests), [6, 6, 6, 6]);
  page.requests.filter((r) => r.host === 'a2.site.test').forEach((r) => r.resolve(new Response()));
  await settled();
  for (let i = 0; i < 6; i++) {
    page.fetch('/slow');
  }
  assert.equal(page.hosts().filter((host) => host === 'a2.site.test').length, 12);
});

test('at first one connection of each alias is left for the question whether it works', () => {
  const page = new Page();
  const aliases = spread(SETTINGS, page);
  page.prompt = false;
  for (let i = 0; i < 21; i++) {
    page.fetch('/slow');
  }
  assert.deepEqual(aliases.status().hosts.map((host) => host.requests), [6, 5, 5, 5]);
});

test('long polls of a path stay with an alias and are spread, five at most', async () => {
  const page = await readyPage();
  page.prompt = false;
  for (let i = 0; i < 15; i++) {
    page.fetch(`/poll/${i}`);
  }
  const first = page.hosts();
  assert.deepEqual(page.aliases.status().hosts.map((host) => host.polls), [0, 5, 5, 5]);
  page.requests.forEach((request) => request.resolve(new Response()));
  await settled();
  page.sent.length = 0;
  for (let i = 14; i >= 0; i--) {
    page.fetch(`/poll/${i}?since=7`);
  }
  assert.deepEqual(page.hosts().reverse(), first);
  for (let i = 15; i < 22; i++) {
    page.fetch(`/poll/${i}`);
  }
  assert.equal(page.aliases.status().hosts[0].polls, 5);
  assert.equal(page.aliases.status().hosts.reduce((sum, host) => sum + host.polls, 0), 22);
});

test('ordinary requests keep off an alias that is full of polls', async () => {
  const page = await readyPage();
  page.prompt = false;
  for (let i = 0; i < 5; i++) {
    page.fetch('/other', { alias: `poll ${i}` });
  }
  for (let i = 0; i < 10; i++) {
    page.fetch('/x');
  }
  assert.ok(page.aliases.status().hosts.every((host) => host.requests <= 6));
});

test('a key makes any request a poll that stays', async () => {
  const page = await readyPage();
  for (let i = 0; i < 5; i++) {
    await page.fetch(`/any/${i}`, { alias: 'news' });
    await page.fetch('/between');
  }
  const polls = page.requests.filter((request) => request.path !== '/between');
  assert.equal(new Set(polls.map((request) => request.host)).size, 1);
  assert.notEqual(polls[0].host, 'www.site.test');
});

test('credentials are kept', async () => {
  const page = await readyPage();
  const sent = async (init) => {
    page.sent.length = 0;
    await page.fetch('/x', { alias: 'k', ...init });
    return page.requests[0].init.credentials;
  };
  assert.equal(await sent({}), 'include');
  assert.equal(await sent({ credentials: 'same-origin' }), 'include');
  assert.equal(await sent({ credentials: 'include' }), 'include');
  assert.equal(await sent({ credentials: 'omit' }), 'omit');
});

test('Request objects are spread with what is in them, unless they have content', async () => {
  const page = await readyPage();
  const url = 'http://www.site.test:8080/x?a=b';
  const request = new Request(url, { headers: { 'X-A': 'b' }, method: 'HEAD' });
  await page.fetch(request, { alias: 'k' });
  const [sent] = page.requests;
  assert.match(sent.url, /^http:\/\/a[123]\.site\.test:8080\/x\?a=b$/);
  assert.equal(sent.input.headers.get('X-A'), 'b');
  assert.equal(sent.input.method, 'HEAD');
  await page.fetch(new Request(url, { method: 'PUT', body: 'x' }), { alias: 'k' });
  assert.equal(page.hosts()[1], 'www.site.test');
});

test('what is not for aliases stays where it is', async () => {
  const page = await readyPage();
  const stay = [
    ['/x', { alias: false }],
    ['/x', { mode: 'same-origin' }],
    ['/x', { mode: 'no-cors' }],
    ['/x', { keepalive: true }],
    ['/x', { method: 'POST', body: new ReadableStream(), duplex: 'half' }],
    ['http://www.site.test:8081/x'],
    ['https://www.site.test:8080/x'],
    ['http://other.test/x'],
    ['blob:http://www.site.test:8080/6f0'],
  ];
  for (let i = 0; i < 5; i++) {
    for (const [url, init] of stay) {
      await page.fetch(url, init);
    }
  }
  assert.ok(page.hosts().every((host) => !/^a/.test(host)));
});

test('off and on', async () => {
  const page = await readyPage();
  page.aliases.off();
  for (let i = 0; i < 8; i++) {
    await page.fetch('/x');
  }
  assert.ok(page.hosts().every((host) => host === 'www.site.test'));
  page.aliases.on();
  for (let i = 0; i < 4; i++) {
    await page.fetch('/x');
  }
  assert.equal(new Set(page.hosts()).size, 4);
});

test('under HTTP/2 and HTTP/3 nothing is touched', () => {
  for (const protocol of ['h2', 'h3']) {
    const page = new Page({ protocol });
    const { fetch, XMLHttpRequest } = page;
    assert.deepEqual(spread(SETTINGS, page).status().reason, 'HTTP/2 or later');
    assert.equal(page.fetch, fetch);
    assert.equal(page.XMLHttpRequest, XMLHttpRequest);
  }
});

test('a page at an alias uses the others, and one with no other is left alone', () => {
  const page = new Page({ hostname: 'a2.site.test' });
  const names = spread(SETTINGS, page).status().hosts.map((host) => host.name);
  assert.deepEqual(names, ['a2.site.test', 'a1.site.test', 'a3.site.test']);
  const only = new Page({ hostname: 'a2.site.test' });
  const status = spread({ ...SETTINGS, aliases: ['a2.site.test'] }, only).status();
  assert.equal(status.reason, 'no alias');
});

test('a page is spread once, however many scripts there are', () => {
  const page = new Page();
  const aliases = spread(SETTINGS, page);
  const { fetch } = page;
  assert.equal(spread(SETTINGS, page), aliases);
  assert.equal(page.fetch, fetch);
});
