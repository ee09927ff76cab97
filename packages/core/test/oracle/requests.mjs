/*
 * Requests that end by themselves.
 */
import { pbkdf2 } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { lookup } from 'node:dns'
import { readFile, stat } from 'node:fs'
import { open, readdir } from 'node:fs/promises'
import { gzip } from 'node:zlib'

const noop = () => {}

export const requests = {
  stat: (world) => stat(world.file, noop),
  readFile: (world) => readFile(world.file, noop),
  'promises.readdir': (world) => void readdir(world.directory).catch(noop),
  'FileHandle.close': (world) => void open(world.file).then((file) => file.close()),
  lookup: () => lookup('localhost', noop),
  pbkdf2: () => pbkdf2('text', 'salt', 10, 10, 'sha256', noop),
  gzip: () => gzip('text', noop),
  send() {
    const socket = createSocket('udp4')
    socket.send('text', 9, '127.0.0.1', () => socket.close())
  },
  'send without a callback'() {
    const socket = createSocket('udp4')
    socket.send('text', 9, '127.0.0.1')
    setTimeout(() => socket.close(), 1)
  },
}
