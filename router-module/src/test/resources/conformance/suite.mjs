// Runs the tests of the npm package http-cache-tests, without its command line and its fetch.
//
//   node suite.mjs DIRECTORY origin         the server behind the cache; prints its port
//   node suite.mjs DIRECTORY run BASE ID... the client; prints a line for each test, or the given ones
//
// DIRECTORY is where the package is unpacked, BASE is the cache's http://host:port. The package's
// server listens on every address, its pauses are for 100 tests at a time, and its fetch library adds
// and joins fields: this sends just what a test says, lets all tests pause at once, and needs no
// further package.
import http from 'node:http'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

const [directory, role, base, ...ids] = process.argv.slice(2)
const load = file => import(pathToFileURL(path.join(directory, file)).href)

async function origin () {
  console.log = () => {}
  const handlers = {}
  for (const name of ['config', 'test', 'state']) {
    handlers[name] = (await load(`server/handle-${name}.mjs`)).default
  }
  const server = http.createServer((request, response) => {
    const [, kind, ...rest] = new URL(request.url, 'http://origin').pathname.split('/')
    if (kind in handlers) {
      handlers[kind](rest, request, response)
    } else {
      response.writeHead(404).end()
    }
  })
  server.keepAliveTimeout = 600000
  server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`))
  // Ends with the process that has started it.
  process.stdin.on('end', () => process.exit()).resume()
}

class Fields {
  constructor (rawHeaders) {
    this.values = new Map()
    for (let i = 0; i < rawHeaders.length; i += 2) {
      const name = rawHeaders[i].toLowerCase()
      this.values.set(name, this.has(name) ? `${this.get(name)}, ${rawHeaders[i + 1]}` : rawHeaders[i + 1])
    }
  }

  has (name) { return this.values.has(name.toLowerCase()) }
  get (name) { return this.values.get(name.toLowerCase()) ?? null }
  forEach (action) { this.values.forEach(action) }
  [Symbol.iterator] () { return this.values[Symbol.iterator]() }
}

// Few at a time: what waits here does not make a response older for the cache.
const agent = new http.Agent({ keepAlive: true, maxSockets: 8 })

/** The part of the Fetch API that the package's client uses; nothing is added, joined or followed. */
function fetch (url, { method = 'GET', headers = [], body = '' } = {}) {
  return new Promise((resolve, reject) => {
    const request = http.request(url, { method, agent })
    const lines = new Map()
    for (const [name, value] of headers) lines.set(name, [...lines.get(name) ?? [], value])
    lines.forEach((values, name) => request.setHeader(name, values))
    request.on('error', reject)
    // Also where there is neither a response nor an error, as after an Upgrade that nobody asked for.
    request.on('close', () => reject(new Error('the connection ended')))
    request.setTimeout(20000, () => request.destroy(new Error('no answer')))
    request.on('response', response => {
      const chunks = []
      response.on('error', reject)
      response.on('data', chunk => chunks.push(chunk))
      response.on('end', () => resolve({
        status: response.statusCode,
        statusText: response.statusMessage,
        headers: new Fields(response.rawHeaders),
        text: async () => Buffer.concat(chunks).toString()
      }))
    })
    if (body !== '') request.setHeader('Content-Length', Buffer.byteLength(body))
    request.end(body)
  })
}

async function run () {
  const { runTests, getResults } = await load('client/runner.mjs')
  const groups = [...(await load('tests/index.mjs')).default, (await load('tests/surrogate-control.mjs')).default]
  const chosen = groups.map(group => ({
    ...group,
    tests: group.tests.filter(test => !test.browser_only && (ids.length === 0 || ids.includes(test.id)))
  }))
  await runTests(chosen, fetch, false, base, 1000)
  const results = getResults()
  for (const group of chosen) {
    for (const { id, kind = 'required' } of group.tests) {
      const [error, message] = results[id] === true ? ['pass', ''] : results[id]
      const line = [group.name, id, kind, error, message]
      process.stdout.write(line.map(cell => cell.replace(/\s+/g, ' ')).join('\t') + '\n')
    }
  }
  agent.destroy()
}

await (role === 'origin' ? origin() : run())
