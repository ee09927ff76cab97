/* What was made while the tracker had stopped is not missed: Node's own list of what is open is asked at the file's end. */
import { AsyncResource } from 'node:async_hooks'
import { type ChildProcess, spawn } from 'node:child_process'
import { createSocket, type Socket as UdpSocket } from 'node:dgram'
import { once } from 'node:events'
import { type FSWatcher, watch } from 'node:fs'
import net, { type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { MessageChannel } from 'node:worker_threads'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { engine, resolveOptions } from '../src/adapter.js'

const { FileWatch } = engine()

/** What the tracker cannot even look at: it stops there. */
class Unaskable extends AsyncResource {
  get hasRef(): never {
    throw new Error('do not ask')
  }
}

async function listening(): Promise<Server> {
  const server = net.createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}

async function spawned(): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
  await once(child, 'spawn')
  return child
}

async function bound(): Promise<UdpSocket> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1')
  await once(socket, 'listening')
  return socket
}

/** Runs a file in which the tracker stops, and gives what its end tells. */
async function fileWith(before: () => unknown, after: () => unknown): Promise<{ told: string; stuck: string[] }> {
  const file = new FileWatch('/a.test.ts', resolveOptions({ settle: 0 }))
  const one = file.test('one')
  await one.run(before)
  one.run(() => new Unaskable('UNASKABLE'))
  await one.run(after)
  await one.end()
  const told = (await file.end()).error?.message ?? ''
  return { told, stuck: await file.close() }
}

const nothing = (): void => {}

let warn: { mockRestore(): void }
beforeEach(() => {
  warn = vi.spyOn(process, 'emitWarning').mockImplementation(nothing)
})
afterEach(() => warn.mockRestore())

const kinds: [what: string, open: () => Promise<{ end: () => void }>, told: RegExp][] = [
  [
    'server',
    async () => {
      const server = await listening()
      return { end: () => server.close() }
    },
    /untracked TCP server listening on 127\.0\.0\.1:\d+\n {4}started at .*untracked\.test\.ts:\d+:\d+.*\n {4}close it with server\.close\(\)/,
  ],
  [
    'UDP socket',
    async () => {
      const socket = await bound()
      return { end: () => socket.close() }
    },
    /untracked UDP socket bound to 127\.0\.0\.1:\d+/,
  ],
  [
    'child process',
    async () => {
      const child = await spawned()
      return { end: () => child.kill('SIGKILL') }
    },
    /untracked child process \d+: /,
  ],
  [
    'watcher',
    async () => {
      const watcher: FSWatcher = watch(tmpdir(), nothing)
      return { end: () => watcher.close() }
    },
    /untracked watcher on .*\n {4}started while nothing could be tracked, at an unknown line/,
  ],
]

describe.each(kinds)('%s', (_what, open, told) => {
  test('left open while nothing was tracked, it is reported for the file, once, and closed', async () => {
    const { told: text, stuck } = await fileWith(nothing, open)
    expect(text).toMatch(/^this file left 1 orphan\n/)
    expect(text).toMatch(told)
    expect(stuck).toEqual([])
  })

  test('the twin: released, it is not', async () => {
    const { told: text } = await fileWith(nothing, async () => (await open()).end())
    expect(text).toBe('')
  })
})

test('what is older than the file is nobody’s', async () => {
  const older = await listening()
  const { told } = await fileWith(nothing, nothing)
  expect(older.listening).toBe(true)
  expect(told).toBe('')
  older.close()
})

test('what was tracked before the tracker stopped is reported for its test, and not once more', async () => {
  let server: Server | undefined
  const { told } = await fileWith(async () => {
    server = await listening()
  }, nothing)
  expect(told).toBe('')
  expect(server?.listening).toBe(false)
})

test('a port, by which a runner may talk, is left alone', async () => {
  const { port1, port2 } = new MessageChannel()
  const { told } = await fileWith(nothing, () => port2.on('message', nothing))
  expect((port2 as unknown as { hasRef(): boolean }).hasRef()).toBe(true)
  expect(told).toBe('')
  port1.close()
})

test('the next file is tracked again', async () => {
  await fileWith(nothing, nothing)
  const next = new FileWatch('/next.test.ts', resolveOptions({ settle: 0 }))
  const one = next.test('one')
  const server = await one.run(listening)
  const verdict = await one.end()
  expect(verdict?.error?.orphans.map(({ kind }) => kind)).toEqual(['server'])
  expect((await next.end()).error).toBeUndefined()
  await next.close()
  expect(server.listening).toBe(false)
})
