import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import * as module from '../index.mjs';

const require = createRequire(import.meta.url);

test('the package has what it says, and needs nothing', async () => {
  const packed = JSON.parse(await readFile(new URL('../package.json', import.meta.url)));
  assert.deepEqual(packed.dependencies, undefined);
  for (const file of packed.files) {
    await readFile(new URL(`../${file}`, import.meta.url));
  }
});

test('types and both ways of loading know the same functions', async () => {
  const names = Object.keys(module).sort();
  assert.deepEqual(Object.keys(require('../index.cjs')).sort(), names);
  for (const types of ['index.d.mts', 'index.d.cts']) {
    const text = await readFile(new URL(`../${types}`, import.meta.url), 'utf8');
    const declared = [...text.matchAll(/^export function (\w+)/gm)].map((match) => match[1]);
    assert.deepEqual(declared.sort(), names);
  }
});

test('what is required loads the module', async () => {
  const scope = { fetch: async () => new Response('', { status: 500 }) };
  await assert.rejects(require('../index.cjs').load('/x', scope), /500/);
});
