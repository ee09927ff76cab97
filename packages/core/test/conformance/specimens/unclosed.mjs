/*
 * What no row of the table can close: it ends by itself or never, or is looked for only where asked. For the README's list of
 * kinds, which opens each of them once, with one thread in the pool.
 */
import { AsyncResource } from 'node:async_hooks'
import { pbkdf2 } from 'node:crypto'
import { lookup } from 'node:dns'
import { once } from 'node:events'
import { stat } from 'node:fs'
import { connect, createServer } from 'node:net'
import { deflate } from 'node:zlib'

const noop = () => {}
const work = () => pbkdf2('a', 'b', 1_000_000, 64, 'sha512', noop)
/** While the pool's only thread is busy with something else. */
const waiting = { options: { settle: 0 }, before: async () => void work() }

class Camera extends AsyncResource {
  hasRef() {
    return true
  }
}

async function connected() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const socket = connect(server.address().port, '127.0.0.1')
  await once(socket, 'connect')
  return socket
}

async function consume(item) {
  await item
}

export const unclosed = [
  { name: 'process.stdin that is read', kind: 'stdin', open: () => void process.stdin.resume() },
  { name: 'asynchronous crypto', kind: 'crypto', options: { settle: 0 }, open: work },
  { ...waiting, name: 'asynchronous dns', kind: 'dns', open: () => lookup('localhost', noop) },
  { ...waiting, name: 'asynchronous fs', kind: 'fs', open: () => stat('.', noop) },
  { ...waiting, name: 'asynchronous zlib', kind: 'zlib', open: () => deflate('text', noop) },
  {
    name: 'a write, connect or shutdown on a socket that somebody else opened',
    kind: 'io',
    options: { settle: 0 },
    before: connected,
    open: (_world, socket) => socket.write(Buffer.alloc(50_000_000)),
  },
  { name: "a native addon's handle, and whatever nobody foresaw", kind: 'handle', open: () => new Camera('CAMERA') },
  {
    name: 'a listener on what outlives the test, with listeners: true',
    kind: 'listener',
    options: { listeners: true },
    open: () => process.on('warning', noop),
  },
  {
    name: 'a function that waits for ever, with promises: true',
    kind: 'promise',
    options: { promises: true },
    open: () => void consume(new Promise(noop)),
  },
]
