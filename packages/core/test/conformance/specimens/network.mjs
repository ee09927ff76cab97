import dgram from 'node:dgram'
import { once } from 'node:events'
import http from 'node:http'
import http2 from 'node:http2'
import https from 'node:https'
import net from 'node:net'
import tls from 'node:tls'
import { cert, key } from '../certificate.mjs'
import { socketPath } from '../world.mjs'

const noop = () => {}

const closed = async (thing) => {
  const over = once(thing, 'close')
  thing.close()
  await over
}

const destroyed = async (socket) => {
  const over = once(socket, 'close')
  socket.destroy()
  await over
}

const references = { unref: (thing) => thing.unref(), ref: (thing) => thing.ref() }
const server = { kind: 'server', close: closed, ...references }
const socket = { kind: 'socket', close: destroyed, ...references }

export const network = [
  {
    ...server,
    name: 'TCP server',
    description: /^TCP server listening on 127\.0\.0\.1:\d+$/,
    async open() {
      const server = net.createServer()
      server.listen(0, '127.0.0.1') // begins
      await once(server, 'listening')
      return server
    },
  },
  {
    ...server,
    name: 'TCP server on a host name',
    description: /^TCP server listening on (127\.0\.0\.1|\[::1\]):\d+$/,
    async open() {
      const server = net.createServer()
      server.listen(0, 'localhost') // begins
      await once(server, 'listening')
      return server
    },
  },
  {
    ...server,
    name: 'TCP server on every address',
    description: /^TCP server listening on (\[::\]|0\.0\.0\.0):\d+$/,
    async open() {
      const server = net.createServer()
      server.listen(0) // begins
      await once(server, 'listening')
      return server
    },
  },
  {
    ...server,
    name: 'server on a path',
    description: /^pipe server listening on .+$/,
    async open(world) {
      const server = net.createServer()
      server.listen(socketPath(world)) // begins
      await once(server, 'listening')
      return server
    },
  },
  {
    ...server,
    name: 'TLS server',
    description: /^TLS server listening on 127\.0\.0\.1:\d+$/,
    async open() {
      const server = tls.createServer({ key, cert })
      server.listen(0, '127.0.0.1') // begins
      await once(server, 'listening')
      return server
    },
  },
  {
    ...server,
    name: 'HTTP server',
    description: /^HTTP server listening on 127\.0\.0\.1:\d+$/,
    async open() {
      const server = http.createServer()
      server.listen(0, '127.0.0.1') // begins
      await once(server, 'listening')
      return server
    },
  },
  {
    ...server,
    name: 'HTTPS server',
    description: /^HTTPS server listening on 127\.0\.0\.1:\d+$/,
    async open() {
      const server = https.createServer({ key, cert })
      server.listen(0, '127.0.0.1') // begins
      await once(server, 'listening')
      return server
    },
  },
  {
    ...server,
    name: 'HTTP/2 server',
    description: /^HTTP\/2 server listening on 127\.0\.0\.1:\d+$/,
    async open() {
      const server = http2.createServer()
      server.listen(0, '127.0.0.1') // begins
      await once(server, 'listening')
      return server
    },
  },
  {
    ...server,
    name: 'HTTP/2 secure server',
    description: /^HTTP\/2 \(TLS\) server listening on 127\.0\.0\.1:\d+$/,
    async open() {
      const server = http2.createSecureServer({ key, cert })
      server.listen(0, '127.0.0.1') // begins
      await once(server, 'listening')
      return server
    },
  },
  {
    ...socket,
    name: 'TCP socket',
    description: /^socket connected to 127\.0\.0\.1:\d+$/,
    async open(world) {
      const socket = net.connect(world.tcp, '127.0.0.1') // begins
      await once(socket, 'connect')
      return socket
    },
  },
  {
    ...socket,
    name: 'TCP socket to a host name',
    description: /^socket connected to 127\.0\.0\.1:\d+$/,
    async open(world) {
      const socket = net.connect(world.tcp, 'localhost') // begins
      await once(socket, 'connect')
      return socket
    },
  },
  {
    ...socket,
    name: 'TCP socket of new net.Socket()',
    description: /^socket connected to 127\.0\.0\.1:\d+$/,
    async open(world) {
      const socket = new net.Socket()
      socket.connect(world.tcp, '127.0.0.1') // begins
      await once(socket, 'connect')
      return socket
    },
  },
  {
    ...socket,
    name: 'TLS socket',
    description: /^TLS socket connected to 127\.0\.0\.1:\d+$/,
    async open(world) {
      const socket = tls.connect({ port: world.tls, host: '127.0.0.1', rejectUnauthorized: false }) // begins
      await once(socket, 'secureConnect')
      return socket
    },
  },
  {
    ...socket,
    name: 'socket to a path',
    // Windows does not tell.
    description: process.platform === 'win32' ? 'socket on a pipe' : /^socket connected to \/.*$/,
    async open(world) {
      const socket = net.connect(world.unixPath) // begins
      await once(socket, 'connect')
      return socket
    },
  },
  {
    ...socket,
    name: 'HTTP/2 session',
    kind: 'http2-session',
    description: /^HTTP\/2 session with 127\.0\.0\.1:\d+$/,
    async open(world) {
      const session = http2.connect(`http://127.0.0.1:${world.http2}`) // begins
      await once(session, 'connect')
      return session
    },
  },
  {
    name: 'HTTP/2 stream',
    kind: 'http2-session',
    description: /^HTTP\/2 session with 127\.0\.0\.1:\d+$/,
    async open(world) {
      const session = http2.connect(`http://127.0.0.1:${world.http2}`) // begins
      const stream = session.request({ ':path': '/never' }).on('error', noop)
      await once(stream, 'ready')
      return session
    },
    close: destroyed,
  },
  {
    name: 'UDP socket',
    kind: 'udp',
    description: /^UDP socket bound to 127\.0\.0\.1:\d+$/,
    async open() {
      const socket = dgram.createSocket('udp4') // begins
      socket.bind(0, '127.0.0.1')
      await once(socket, 'listening')
      return socket
    },
    close: closed,
    ...references,
  },
  {
    name: 'UDP socket that is not bound',
    kind: 'udp',
    isUnref: true,
    description: 'UDP socket, not bound',
    open() {
      return dgram.createSocket('udp4') // begins
    },
    close: closed,
  },
  {
    name: 'UDP socket that sends',
    kind: 'udp',
    description: /^UDP socket bound to 0\.0\.0\.0:\d+$/,
    async open() {
      const socket = dgram.createSocket('udp4') // begins
      await new Promise((resolve) => socket.send('text', 9, '127.0.0.1', resolve))
      return socket
    },
    close: closed,
    ...references,
  },
]
