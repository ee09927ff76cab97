/* What a synchronous test begins, Node opens one step later: the test is judged all the same, and nobody else. */
import { once } from 'node:events'
import { createReadStream, createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import http from 'node:http'
import net, { type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { engine, resolveOptions } from '../src/adapter.js'
import { adoptFormatter } from '../src/framework.js'

const { FileWatch } = engine()

const here = import.meta.filename
const directory = mkdtempSync(join(tmpdir(), 'no-orphans-beginnings-'))
const listening = net.createServer()
let taken: number

beforeAll(async () => {
  adoptFormatter(Error.prepareStackTrace)
  await once(listening.listen(0, '127.0.0.1'), 'listening')
  taken = (listening.address() as AddressInfo).port
})
afterAll(() => {
  adoptFormatter(undefined)
  listening.close()
  rmSync(directory, { recursive: true })
})

/** The line of the call that makes something. */
const lineOf = (_made: unknown): number => Number(/:(\d+):\d+\)?$/.exec(new Error().stack?.split('\n')[2] ?? '')?.[1])

/** Something quiet about its errors. */
function tolerant(server: net.Server): net.Server {
  return server.on('error', () => {})
}

/** Runs a function as a synchronous test, and the rest of the file after it. */
async function judged(fn: () => void) {
  const file = new FileWatch(here, resolveOptions({}))
  const watch = file.test('begins')
  watch.run(fn)
  const atTest = (await watch.end())?.error
  const atFile = (await file.end()).error
  await file.close()
  return { atTest, atFile }
}

/** What begins, and its line. */
const leaks: [name: string, kind: string, description: RegExp, begin: () => number][] = [
  [
    'a server with an address',
    'server',
    /^TCP server listening on 127\.0\.0\.1:\d+$/,
    () => lineOf(net.createServer().listen(0, '127.0.0.1')),
  ],
  [
    'a server with a host name',
    'server',
    /^HTTP server listening on \S+:\d+$/,
    () => lineOf(http.createServer().listen(0, 'localhost')),
  ],
  [
    'a server on every address',
    'server',
    /^TCP server listening on \S+:\d+$/,
    () => lineOf(net.createServer().listen(0)),
  ],
  [
    'a server that was closed before and listens again',
    'server',
    /^TCP server listening on 127\.0\.0\.1:\d+$/,
    () => lineOf(net.createServer().listen(0, '127.0.0.1').close().listen(0, '127.0.0.1')),
  ],
  ['a read stream', 'file', /^read stream on file .*beginnings\.test\.ts/, () => lineOf(createReadStream(here))],
  ['a write stream', 'file', /^write stream on file .*out/, () => lineOf(createWriteStream(join(directory, 'out')))],
]

test.each(leaks)('%s that is not awaited fails its test at its line, once', async (_, kind, description, begin) => {
  let line = 0
  const { atTest, atFile } = await judged(() => {
    line = begin()
  })
  expect(atTest?.orphans).toHaveLength(1)
  const [orphan] = atTest?.orphans ?? []
  expect(orphan).toMatchObject({ kind, count: 1, origin: { file: here, line }, owner: { name: 'begins' } })
  expect(orphan?.description).toMatch(description)
  expect(atFile).toBeUndefined()
})

const clean: [name: string, begin: () => void][] = [
  ['a server that is closed before it listens', () => net.createServer().listen(0, '127.0.0.1').close()],
  ['a server that is closed while its name is looked up', () => net.createServer().listen(0, 'localhost').close()],
  ['a server whose port is taken', () => tolerant(net.createServer()).listen(taken, '127.0.0.1')],
  ['a server on an address of another machine', () => tolerant(net.createServer()).listen(0, '192.0.2.1')],
  ['a server on a host that is not there', () => tolerant(net.createServer()).listen(0, 'nowhere.invalid')],
  ['a server that is closed as soon as it listens', () => closeWhenListening(net.createServer())],
  [
    'a server that was given a wrong port',
    () => expect(() => net.createServer().listen(70_000, '127.0.0.1')).toThrow(RangeError),
  ],
  ['a server that is aborted', () => net.createServer().listen({ port: 0, signal: AbortSignal.abort() })],
  ['a read stream that is read to its end', () => createReadStream(here).resume()],
  ['a read stream that is destroyed at once', () => createReadStream(here).destroy()],
  ['a read stream of a file that is not there', () => createReadStream(join(directory, 'no')).on('error', () => {})],
  ['a write stream that is ended', () => createWriteStream(join(directory, 'out')).end('written')],
]

function closeWhenListening(server: net.Server): void {
  server.listen(0, '127.0.0.1', () => server.close())
}

test.each(clean)('%s is nobody’s orphan', async (_, begin) => {
  const { atTest, atFile } = await judged(begin)
  expect(atTest).toBeUndefined()
  expect(atFile).toBeUndefined()
})

test('a test that begins nothing waits for nothing, also after one that did', async () => {
  const file = new FileWatch(here, resolveOptions({}))
  const begins = file.test('begins')
  begins.run(() => net.createServer().listen(0, '127.0.0.1').close())
  await begins.end()
  const quiet = file.test('begins nothing')
  quiet.run(() => clearInterval(setInterval(() => {}, 1000)))
  expect(quiet.end()).toBeUndefined()
  await file.close()
})
