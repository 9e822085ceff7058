import assert from 'node:assert/strict';
import { test } from 'node:test';
import { spread } from '../index.mjs';
import { Page, SETTINGS, settled } from './page.mjs';

const EVENTS = ['loadstart', 'readystatechange', 'load', 'error', 'abort', 'timeout', 'loadend'];

async function readyPage() {
  const page = new Page();
  page.aliases = spread({ ...SETTINGS, aliases: ['a1.site.test'] }, page);
  await page.fetch('/first');
  await settled();
  page.sent.length = 0;
  return page;
}

/** A request that goes to the alias, with the events that its page sees. */
function request(page, method = 'GET', { fields = [], body, alias = 'k', rest = [] } = {}) {
  const xhr = new page.XMLHttpRequest();
  xhr.seen = [];
  EVENTS.forEach((type) =>
    xhr.addEventListener(type, () =>
      xhr.seen.push(type === 'readystatechange' ? xhr.readyState : type)));
  xhr.open(method, '/x', ...rest);
  fields.forEach(([name, value]) => xhr.setRequestHeader(name, value));
  xhr.alias = alias;
  xhr.send(body);
  return xhr;
}

test('a request goes to an alias with its fields, content and credentials', async () => {
  const page = await readyPage();
  const xhr = request(page, 'POST', { fields: [['X-A', 'b']], body: 'text' });
  await settled();
  const [sent] = page.requests;
  assert.equal(sent.url, 'http://a1.site.test:8080/x');
  assert.deepEqual(sent.init.headers, { 'X-A': 'b' });
  assert.equal(sent.init.body, 'text');
  assert.equal(sent.init.withCredentials, true);
  assert.deepEqual(xhr.seen, [1, 'loadstart', 2, 4, 'load', 'loadend']);
  assert.equal(page.aliases.status().hosts[1].requests, 0);
});

test('a repeated request looks like one', async () => {
  const page = await readyPage();
  page.down.add('a1.site.test');
  const xhr = request(page, 'PUT', { fields: [['X-A', 'b']], body: 'text' });
  await settled();
  assert.deepEqual(page.hosts(), ['a1.site.test', 'www.site.test']);
  assert.deepEqual(page.requests[1].init, {
    method: 'PUT',
    headers: { 'X-A': 'b' },
    body: 'text',
    withCredentials: false,
  });
  assert.deepEqual(xhr.seen, [1, 'loadstart', 2, 4, 'load', 'loadend']);
  assert.equal(xhr.status, 200);
  assert.deepEqual(page.aliases.status().hosts.map((host) => host.requests), [0, 0]);
});

test('a request that may not be repeated fails once', async () => {
  const page = await readyPage();
  page.down.add('a1.site.test');
  const xhr = request(page, 'POST');
  await settled();
  assert.deepEqual(page.hosts(), ['a1.site.test']);
  assert.deepEqual(xhr.seen, [1, 'loadstart', 4, 'error', 'loadend']);
  assert.equal(page.aliases.status().hosts[1].state, 'failed');
});

test('a request that fails at both hosts fails once', async () => {
  const page = await readyPage();
  page.down.add('a1.site.test').add('www.site.test');
  const xhr = request(page);
  await settled();
  assert.deepEqual(page.hosts(), ['a1.site.test', 'www.site.test']);
  assert.deepEqual(xhr.seen, [1, 'loadstart', 4, 'error', 'loadend']);
});

test('aborts and timeouts of the page are not repeated', async () => {
  for (const [method, event] of [['abort', 'abort'], ['expire', 'timeout']]) {
    const page = await readyPage();
    page.prompt = false;
    const xhr = request(page);
    xhr[method]();
    await settled();
    assert.deepEqual(page.hosts(), ['a1.site.test']);
    assert.deepEqual(xhr.seen, [1, 'loadstart', 4, event, 'loadend']);
    assert.equal(page.aliases.status().hosts[1].requests, 0);
    assert.equal(page.aliases.status().hosts[1].state, 'good');
  }
});

test('a request that hangs at an alias is repeated when that is known to fail', async () => {
  const page = await readyPage();
  page.prompt = false;
  const xhr = request(page);
  await settled();
  page.down.add('a1.site.test');
  request(page, 'POST');
  await settled();
  assert.deepEqual(page.hosts(), ['a1.site.test', 'a1.site.test', 'www.site.test']);
  page.requests[2].resolve(new Response('late'));
  await settled();
  assert.equal(xhr.responseText, 'late');
  assert.deepEqual(xhr.seen, [1, 'loadstart', 2, 4, 'load', 'loadend']);
});

test('an object may be used again, also before its end', async () => {
  const page = await readyPage();
  page.prompt = false;
  const xhr = request(page);
  xhr.open('GET', '/y');
  assert.equal(page.aliases.status().hosts[1].requests, 0);
  page.prompt = true;
  xhr.send();
  await settled();
  assert.equal(xhr.status, 200);
  assert.deepEqual(page.aliases.status().hosts.map((host) => host.requests), [0, 0]);
});

test('to send twice fails, and leaves the request alone', async () => {
  const page = await readyPage();
  const xhr = request(page);
  assert.throws(() => xhr.send(), { name: 'InvalidStateError' });
  await settled();
  assert.deepEqual(page.hosts(), ['a1.site.test']);
  assert.equal(xhr.status, 200);
});

test('synchronous requests, and those with a password, stay where they are', async () => {
  const page = await readyPage();
  for (const rest of [[false], [true, 'user', 'password']]) {
    request(page, 'GET', { rest });
  }
  request(page, 'GET', { alias: false });
  assert.deepEqual(page.hosts(), Array(3).fill('www.site.test'));
  // As jQuery has it.
  request(page, 'GET', { rest: [true, undefined, undefined] });
  assert.equal(page.hosts()[3], 'a1.site.test');
});
