/* Both ends of a connection in one process: one thing that a person opened, judged where its client is. */
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import http from 'node:http'
import net, { type AddressInfo, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { engine, resolveOptions } from '../src/adapter.js'
import type { Verdict } from '../src/watch-file.js'

const { FileWatch } = engine()

const here = import.meta.filename
const watchFile = () => new FileWatch(here, resolveOptions({}))
/** A path of its own; a name of the system's on Windows. */
const socketPath = (): string =>
  process.platform === 'win32'
    ? `\\\\.\\pipe\\no-orphans-${process.pid}`
    : join(mkdtempSync(join(tmpdir(), 'no-orphans-')), 'server')
const kindsOf = (verdict: Verdict | undefined): string[] =>
  verdict?.error?.orphans.map(({ kind, description }) => `${kind}: ${description.replace(/:\d+/, '')}`) ?? []

async function listen(server: net.Server): Promise<number> {
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return (server.address() as AddressInfo).port
}

/** A server of the running scope, a client of another, and then the server is closed. */
async function serve(connect: (port: number) => Socket): Promise<[accepted: Socket, client: Socket]> {
  const server = net.createServer()
  const port = await listen(server)
  const connection = once(server, 'connection')
  const client = connect(port)
  const [accepted] = (await connection) as [Socket]
  server.close()
  return [accepted, client]
}

test('a client that is left is one orphan, and its other end none', async () => {
  const file = watchFile()
  const leaks = file.test('leaks')
  await leaks.run(() => serve((port) => net.connect(port, '127.0.0.1')))
  expect(kindsOf(await leaks.end())).toEqual(['socket: socket connected to 127.0.0.1'])

  const closes = file.test('closes')
  await closes.run(async () => {
    const [, client] = await serve((port) => net.connect(port, '127.0.0.1'))
    client.destroy()
  })
  expect(kindsOf(await closes.end())).toEqual([])
  expect(kindsOf(await file.end())).toEqual([])
  await file.close()
})

test('a socket whose other end is gone says so, and where it is', async () => {
  const file = watchFile()
  const goes = async (leave: (left: Socket) => void): Promise<void> => {
    const [accepted, client] = await serve((port) => net.connect(port, '127.0.0.1'))
    // What came is not read, so that the end is not seen.
    client.write('unread')
    await once(accepted, 'readable')
    client.destroy()
    accepted.end()
    await once(accepted, 'finish')
    leave(accepted)
  }
  const leaks = file.test('leaks')
  await leaks.run(() => goes(() => {}))
  expect(kindsOf(await leaks.end())).toEqual(['socket: socket on 127.0.0.1 whose other end is gone'])

  const closes = file.test('closes')
  await closes.run(() => goes((left) => left.destroy()))
  expect(kindsOf(await closes.end())).toEqual([])
  expect(kindsOf(await file.end())).toEqual([])
  await file.close()
})

/** As who answers in the network's place does it: nobody looks the name up, and the socket is told that it is connected. */
function mocked(): Socket {
  const socket = net.connect({ host: 'somewhere.example', port: 80, lookup: () => {} })
  return Object.assign(socket, { connecting: false })
}

test('a socket that was never connected holds nothing, whatever it is told', async () => {
  const file = watchFile()
  const mocks = file.test('mocks')
  const socket = mocks.run(mocked)
  const request = mocks.run(() => http.get({ createConnection: mocked }).on('error', () => {}))
  await once(request, 'socket')
  expect(kindsOf(await mocks.end())).toEqual([])

  const waits = file.test('waits for a name')
  const waiting = waits.run(() => net.connect({ host: 'somewhere.example', port: 80, lookup: () => {} }))
  expect(kindsOf(await waits.end())).toEqual(['socket: socket connecting to somewhere.example'])
  for (const each of [socket, request, waiting]) each.destroy()
  expect(kindsOf(await file.end())).toEqual([])
  await file.close()
})

test('a client of a path that is left is one orphan, and its other end none', async () => {
  const path = socketPath()
  const serveOnPath = async (): Promise<Socket> => {
    const server = net.createServer()
    await once(server.listen(path), 'listening')
    const connection = once(server, 'connection')
    const client = net.connect(path)
    await connection
    server.close()
    return client
  }
  const file = watchFile()
  const leaks = file.test('leaks')
  const left = await leaks.run(serveOnPath)
  expect(kindsOf(await leaks.end())).toEqual([`socket: socket connected to ${path}`])
  left.destroy()

  const closes = file.test('closes')
  await closes.run(async () => (await serveOnPath()).destroy())
  expect(kindsOf(await closes.end())).toEqual([])

  const pauses = file.test('closes only the client')
  const accepted = await pauses.run(async () => {
    const server = net.createServer({ pauseOnConnect: true })
    await once(server.listen(path), 'listening')
    const connection = once(server, 'connection')
    const client = net.connect(path)
    await once(client, 'connect')
    const [accepted] = (await connection) as [Socket]
    server.close()
    client.destroy()
    return accepted
  })
  expect(kindsOf(await pauses.end())).toEqual([`socket: socket accepted on ${path}`])
  accepted.destroy()
  expect(kindsOf(await file.end())).toEqual([])
  await file.close()
})

test('a server that listens once more is the orphan of that call, and so is a socket that connects once more', async () => {
  const file = watchFile()
  const server = net.createServer((socket) => socket.resume())
  const socket = new net.Socket()
  const closes = file.test('closes')
  await closes.run(async () => {
    const port = await listen(server)
    await once(socket.connect(port, 'localhost'), 'connect')
    const over = Promise.all([once(socket, 'close'), once(server, 'close')])
    socket.destroy()
    server.close()
    await over
  })
  expect(kindsOf(await closes.end())).toEqual([])

  const leaves = file.test('leaves')
  const listensAgain = () => server.listen(0, '127.0.0.1')
  const connectsAgain = () => socket.connect((server.address() as AddressInfo).port, 'localhost')
  await leaves.run(async () => {
    await once(listensAgain(), 'listening')
    await once(connectsAgain(), 'connect')
  })
  const verdict = await leaves.end()
  expect(kindsOf(verdict)).toEqual([
    'server: TCP server listening on 127.0.0.1',
    'socket: socket connected to 127.0.0.1',
  ])
  expect(verdict?.error?.orphans.map(({ origin }) => origin?.function)).toEqual(['listensAgain', 'connectsAgain'])
  expect(kindsOf(await file.end())).toEqual([])
  await file.close()
})

test('what a test accepted from a client of the file is left open by nobody when the file closes that', async () => {
  const file = watchFile()
  const accepts = file.test('accepts')
  const [, client] = await accepts.run(() => serve((port) => file.run(() => net.connect(port, '127.0.0.1'))))
  expect(kindsOf(await accepts.end())).toEqual([])
  client.destroy()
  expect(kindsOf(await file.end())).toEqual([])
  await file.close()
})

test('a client that the file leaves is the file’s orphan, and what a test accepted from it none', async () => {
  const file = watchFile()
  const accepts = file.test('accepts')
  await accepts.run(() => serve((port) => file.run(() => net.connect(port, '127.0.0.1'))))
  await accepts.end()
  const verdict = await file.end()
  expect(kindsOf(verdict)).toEqual(['socket: socket connected to 127.0.0.1'])
  expect(verdict.error?.orphans[0]?.owner.type).toBe('file')
  await file.close()
})

test('what is still open when the client of the file is gone is the orphan of the test that accepted it', async () => {
  const file = watchFile()
  const accepts = file.test('accepts')
  const [accepted, client] = await accepts.run(() => serve((port) => file.run(() => net.connect(port, '127.0.0.1'))))
  expect(kindsOf(await accepts.end())).toEqual([])
  // Nobody reads it, so it never learns that the other end is gone.
  accepted.pause()
  client.end('text')
  await once(client, 'finish')
  client.destroy()
  const verdict = await file.end()
  expect(kindsOf(verdict)).toEqual(['socket: socket accepted from 127.0.0.1'])
  expect(verdict.error?.orphans[0]).toMatchObject({ owner: { name: 'accepts' }, origin: { file: here } })
  await file.close()
})

test('an unref’d client does not hide that its other end holds the process', async () => {
  const file = watchFile()
  const leaks = file.test('leaks')
  const [, client] = await leaks.run(() => serve((port) => net.connect(port, '127.0.0.1').unref()))
  expect(kindsOf(await leaks.end())).toEqual(['socket: socket accepted from 127.0.0.1'])
  client.destroy()
  await file.close()
})

test('what is accepted from a client that was reported before is the same leak', async () => {
  const file = watchFile()
  const server = net.createServer()
  const port = await file.run(() => listen(server))
  const leaks = file.test('leaks')
  await leaks.run(async () => {
    const connection = once(server, 'connection')
    net.connect(port, '127.0.0.1')
    await connection
  })
  expect(kindsOf(await leaks.end())).toEqual(['socket: socket connected to 127.0.0.1'])
  server.close()
  expect(kindsOf(await file.end())).toEqual([])
  await file.close()
})

test('a fetch in flight is one orphan, also when its server is closed', async () => {
  const file = watchFile()
  const leaks = file.test('leaks')
  await leaks.run(async () => {
    const server = http.createServer()
    const port = await listen(server)
    const request = once(server, 'request')
    fetch(`http://127.0.0.1:${port}`).catch(() => {})
    await request
    server.close()
  })
  expect(kindsOf(await leaks.end())).toEqual(['fetch: fetch GET http://127.0.0.1/'])
  await file.close()
})
