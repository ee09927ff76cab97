/* What monitor() costs a server under load, for each request: without it and with it. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { answer, args, median, timed } from './core.mjs'

const { core, tracked, work, requests } = args
const file = fileURLToPath(import.meta.url)
const noop = () => {}

const handlers = {
  'answers at once': (response) => response.end('ok'),
  // As a service does: a deadline, something read, something awaited.
  async 'reads a file, with a deadline'(response) {
    const deadline = setTimeout(noop, 5000)
    const text = await readFile(file, 'utf8')
    clearTimeout(deadline)
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ length: text.length }))
  },
}

const monitor = tracked
  ? createRequire(import.meta.url)(`${core}/dist/cjs/index.js`).monitor({ interval: 1000 })
  : undefined
const handle = handlers[work]
const server = createServer((_request, response) => handle(response)).listen(0, '127.0.0.1')
await once(server, 'listening')

/** The load comes from a real client in another process, which tells when it has all its answers. */
const client = spawn(
  process.execPath,
  [fileURLToPath(new URL('./client.mjs', import.meta.url)), server.address().port],
  {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  },
)
async function load(count) {
  client.send(count)
  await once(client, 'message')
}

await load(requests)
const samples = []
for (let index = 0; index < 3; index++) samples.push(await timed(() => load(requests)))
const each = (name) => median(samples.map((sample) => sample[name])) / requests
client.kill()
monitor?.stop()
answer({ wall: each('wall'), cpu: each('cpu') })
