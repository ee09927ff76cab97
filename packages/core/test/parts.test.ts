/* What Node makes on behalf of something is no orphan of its own, and never hides what it was made for. */
import cluster from 'node:cluster'
import { once } from 'node:events'
import { createReadStream, createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import http2 from 'node:http2'
import https from 'node:https'
import net, { type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { engine, resolveOptions } from '../src/adapter.js'
import { findOrphans } from '../src/index.js'
import type { Orphan } from '../src/orphan.js'
import { cert, key } from './conformance/certificate.mjs'

const here = import.meta.filename
const directory = mkdtempSync(join(tmpdir(), 'no-orphans-parts-'))
const workerFile = join(directory, 'worker.mjs')
const silent = net.createServer()
const secure = http2.createSecureServer({ cert, key })

const portOf = (server: net.Server): number => (server.address() as AddressInfo).port
const found = (orphans: readonly Orphan[]): [string, string | undefined][] =>
  orphans.map(({ description, origin }) => [description.replace(/:\d+/, ''), origin?.file])

beforeAll(async () => {
  writeFileSync(workerFile, 'import { createServer } from "node:http"\ncreateServer().listen(0, "127.0.0.1")')
  for (const server of [silent, secure]) await once(server.listen(0, '127.0.0.1'), 'listening')
  cluster.setupPrimary({ exec: workerFile, execArgv: [] })
})
afterAll(() => {
  silent.close()
  secure.close()
  rmSync(directory, { recursive: true })
})
afterEach(() => {
  for (const worker of Object.values(cluster.workers ?? {})) worker?.process.kill('SIGKILL')
})

test('an HTTPS request whose handshake is not answered is one orphan, and none when it is destroyed', async () => {
  const ask = () => https.get(`https://127.0.0.1:${portOf(silent)}`).on('error', () => {})
  const left = await findOrphans(() => void ask(), { reclaim: 'test' })
  expect(found(left)).toEqual([['HTTP request GET https://127.0.0.1/', here]])
  expect(await findOrphans(() => void ask().destroy())).toEqual([])
})

test('an HTTP/2 session over TLS is a session at its line, and none when it is closed', async () => {
  const connect = async () => {
    const session = http2.connect(`https://127.0.0.1:${portOf(secure)}`, { rejectUnauthorized: false })
    await once(session, 'connect')
    return session
  }
  const left = await findOrphans(async () => void (await connect()), { reclaim: 'test' })
  expect(left).toMatchObject([{ kind: 'http2-session', count: 1 }])
  expect(found(left)).toEqual([['HTTP/2 session with 127.0.0.1', here]])
  expect(await findOrphans(async () => (await connect()).close())).toEqual([])
})

test('what a cluster listens on is closed with the worker that was left, and holds the process no more', async () => {
  const file = new (engine().FileWatch)(here, resolveOptions({}))
  const leaves = file.test('leaves a worker')
  await leaves.run(async () => void (await once(cluster.fork(), 'listening')))
  expect(found((await leaves.end())?.error?.orphans ?? [])).toEqual([[expect.stringMatching(/^child process/), here]])
  await file.end()
  const listening = () => process.getActiveResourcesInfo().filter((type) => type === 'TCPServerWrap').length
  const before = listening()
  expect(await file.close()).toEqual([])
  expect(listening()).toBe(before - 1)
})

test('what a cluster listens on is part of its workers, and ends with them', async () => {
  const start = async () => {
    const worker = cluster.fork()
    await once(worker, 'listening')
    return worker
  }
  const left = await findOrphans(async () => void (await start()))
  expect(left).toMatchObject([{ kind: 'child-process', count: 1, origin: { file: here } }])

  const closed = await findOrphans(async () => {
    const worker = await start()
    worker.kill()
    await once(worker, 'exit')
  })
  expect(closed).toEqual([])
})

test('a call in flight on a stream’s file is part of the stream', async () => {
  const copy = () =>
    createReadStream(process.execPath)
      .pipe(createGzip())
      .pipe(createWriteStream(join(directory, 'copy')))
  const left = await findOrphans(() => void copy(), { settle: 50, reclaim: 'test' })
  expect(left.map(({ kind, origin }) => [kind, origin?.file])).toEqual([
    ['file', here],
    ['file', here],
  ])
  const small = () => createReadStream(workerFile).pipe(createWriteStream(join(directory, 'small')))
  expect(await findOrphans(() => finished(small()))).toEqual([])
})
