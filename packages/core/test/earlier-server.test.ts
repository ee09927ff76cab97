/* The connection that a server accepts is the server's affair, also when that was begun in an earlier file of the process. */
import { once } from 'node:events'
import net, { type AddressInfo, type Server, type Socket } from 'node:net'
import { expect, test } from 'vitest'
import { engine, resolveOptions } from '../src/adapter.js'

const { FileWatch } = engine()
const options = resolveOptions({ reclaim: false })

async function listening(): Promise<Server> {
  const server = net.createServer((socket) => socket.resume()).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}

/** A connection to the server, made where nobody asks for it. */
async function connectionTo(server: Server): Promise<Socket> {
  const accepted = once(server, 'connection')
  net.connect((server.address() as AddressInfo).port, '127.0.0.1').on('error', () => {})
  const [socket] = await accepted
  return socket as Socket
}

async function closed(server: Server, socket: Socket): Promise<void> {
  const over = once(server, 'close')
  socket.destroy()
  server.close()
  await over
}

test('a connection to a server of an earlier file is not of the file that runs now', async () => {
  const earlier = new FileWatch('/earlier.test.ts', options)
  const server = await earlier.run(listening)
  const now = new FileWatch('/now.test.ts', options)
  // The client is nobody's here.
  const socket = await earlier.run(() => connectionTo(server))
  const entered = now.scope.sweep().map(({ kind, resource }) => kind.describe(resource))
  await closed(server, socket)
  await now.close()
  await earlier.close()
  expect(entered).toEqual([])
})

test('the twin: a connection to a server of this file is', async () => {
  const now = new FileWatch('/now.test.ts', options)
  const server = await now.run(listening)
  const socket = await now.run(() => connectionTo(server))
  const entered = now.scope.sweep().map(({ kind, resource }) => kind.describe(resource))
  await closed(server, socket)
  await now.close()
  expect(entered).toContainEqual(expect.stringMatching(/^socket accepted from 127/))
})
