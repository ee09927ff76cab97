/*
 * What the specimens reach out to: servers, files and directories that belong to nobody's test.
 */
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import http2 from 'node:http2'
import https from 'node:https'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import tls from 'node:tls'
import { cert, key } from './certificate.mjs'

/** Waits until the world's HTTP server has got a request for this path. */
export const requested = (world, path) =>
  new Promise((resolve) => {
    const listen = ({ url }) => {
      if (url !== path) return
      world.servers.http.off('request', listen)
      resolve()
    }
    world.servers.http.on('request', listen)
  })

/** A path that nobody else asks for. */
export const freshPath = (world) => `/never/${world.paths++}`

/** A fresh path for a socket of the system. */
export function socketPath(world) {
  world.paths++
  const name = `s${world.paths}`
  return process.platform === 'win32' ? `\\\\.\\pipe\\no-orphans-${process.pid}-${name}` : join(world.directory, name)
}

export async function createWorld() {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'no-orphans-')))
  const file = join(directory, 'file.txt')
  writeFileSync(file, 'some text\n'.repeat(100))
  const sockets = new Set()
  let closing = false
  const servers = {
    http: http.createServer(answer),
    https: https.createServer({ key, cert }, answer),
    http2: http2.createServer().on('stream', answerStream),
    tcp: net.createServer((socket) => socket.on('error', noop).resume()),
    tls: tls.createServer({ key, cert }, (socket) => socket.on('error', noop).resume()),
    unix: net.createServer((socket) => socket.on('error', noop).resume()),
  }
  servers.http.on('upgrade', (request, socket) => shakeHands(request, socket))
  for (const server of Object.values(servers)) {
    server.on('connection', (socket) => {
      sockets.add(socket.on('error', noop).on('close', () => sockets.delete(socket)))
      if (closing) socket.destroy()
    })
    server.keepAliveTimeout = 0
  }
  const world = { directory, file, servers, paths: 0, owns: (socket) => sockets.has(socket) }
  world.unixPath = socketPath(world)
  for (const [name, server] of Object.entries(servers)) {
    if (name === 'unix') server.listen(world.unixPath)
    else server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    if (name !== 'unix') world[name] = server.address().port
  }
  world.close = async () => {
    closing = true
    const closed = Object.values(servers).map((server) => once(server, 'close'))
    for (const server of Object.values(servers)) server.close()
    for (const socket of sockets) socket.destroy()
    await Promise.all(closed)
    rmSync(directory, { recursive: true, force: true })
  }
  return world
}

const noop = () => {}

function answer(request, response) {
  if (request.url.startsWith('/never')) return
  response.end(request.url === '/much' ? 'x'.repeat(20_000_000) : 'some text')
}

function answerStream(stream, headers) {
  stream.on('error', noop)
  if (headers[':path'] !== '/never') stream.end('some text')
}

function shakeHands(request, socket) {
  const accept = createHash('sha1').update(
    `${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`,
  )
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept.digest('base64')}\r\n\r\n`,
  )
  // A closing frame of the client is answered with one, and the connection ends.
  socket.on('data', (data) => {
    if ((data[0] & 15) === 8) socket.end(Buffer.from([0x88, 0]))
  })
}
