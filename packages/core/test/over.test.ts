/* What is over although Node keeps its object and what was on it: each beside its twin, in which it is not. */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import fs, { mkdtempSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import zlib from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { engine, resolveOptions } from '../src/adapter.js'
import type { FileWatch } from '../src/watch-file.js'

const here = import.meta.filename
let file: FileWatch

interface FSCall {
  oncomplete(): void
}

beforeEach(() => {
  file = new (engine().FileWatch)(here, resolveOptions({}))
})
afterEach(async () => {
  await file.end()
  await file.close()
})

/** The runner's own timers are not what this is about. */
const openKinds = (): string[] =>
  file.scope
    .sweep()
    .filter((entry) => entry.state() === 'open' && entry.kind.name !== 'timeout')
    .map(({ kind }) => kind.name)

const nothing = (): void => {}

test('a server that was closed', async () => {
  const server = createServer()
  await file.run(async () => {
    await once(server.listen(0, '127.0.0.1'), 'listening')
    expect(openKinds()).toEqual(['server'])
    await new Promise((resolve) => server.close(resolve))
  })
  expect(openKinds()).toEqual([])
})

test('the twin: a server that was closed, and who is told of it leaves something', async () => {
  const test = file.test('closes')
  const timers: NodeJS.Timeout[] = []
  await test.run(async () => {
    const server = createServer()
    await once(server.listen(0, '127.0.0.1'), 'listening')
    await new Promise((resolve) => setImmediate(resolve))
    server.close(() => timers.push(setInterval(nothing, 5000)))
  })
  const verdict = test.end()
  expect(timers).toEqual([])
  expect((await verdict)?.error?.orphans).toMatchObject([{ kind: 'interval', count: 1 }])
})

test('a child process whose end was told, for which nothing is waited', async () => {
  const test = file.test('runs')
  await test.run(() => once(spawn(process.execPath, ['--version']), 'close'))
  expect(test.end()).toBeUndefined()
})

test('the twin: a child process that runs', async () => {
  const test = file.test('runs')
  const child = test.run(() => spawn(process.execPath, ['-e', 'process.stdin.resume()']))
  await once(child, 'spawn')
  expect((await test.end())?.error?.orphans).toMatchObject([{ kind: 'child-process', count: 1 }])
  child.stdin.end()
  await once(child, 'close')
})

const garbage = Buffer.from('this was never compressed')
const text = Buffer.alloc(1_000_000, 'text')

test('a decompression that failed', async () => {
  await file.run(async () => {
    const rejected = expect(promisify(zlib.gunzip)(garbage)).rejects.toThrow('incorrect header check')
    expect(openKinds()).toContain('zlib')
    await rejected
    await expect(promisify(zlib.brotliDecompress)(garbage)).rejects.toThrow()
    await expect(promisify(zlib.gunzip)(zlib.gzipSync(text), { maxOutputLength: 9 })).rejects.toThrow('larger than')
    const stream = new Blob([garbage]).stream().pipeThrough(new DecompressionStream('gzip'))
    await expect(new Response(stream).text()).rejects.toThrow()
  })
  expect(openKinds()).toEqual([])
})

test('a decompression that is over before its input is', async () => {
  const inflate = zlib.createInflate()
  await file.run(async () => {
    inflate.end(Buffer.concat([zlib.deflateSync(text), garbage]))
    expect(openKinds()).toContain('zlib')
    await once(inflate.resume(), 'end')
  })
  expect(openKinds()).toEqual([])
})

test('a decompression that waits for somebody to read', async () => {
  const gunzip = zlib.createGunzip()
  await file.run(async () => {
    gunzip.write(zlib.gzipSync(text))
    expect(openKinds()).toContain('zlib')
    await once(gunzip, 'readable')
    while (gunzip.readableLength < gunzip.readableHighWaterMark) await new Promise((resolve) => setImmediate(resolve))
  })
  expect(openKinds()).toEqual([])
  file.run(() => gunzip.read())
  expect(openKinds()).toEqual(['zlib'])
  gunzip.destroy()
})

test('a file that is read by native code', async () => {
  await file.run(async () => {
    for (let times = 0; times < 3; times++) {
      const blob = await fs.openAsBlob(here)
      expect((await blob.text()).length).toBe(fs.statSync(here).size)
    }
  })
  expect(openKinds()).toEqual([])
  file.run(() => fs.stat(here, () => {}))
  expect(openKinds()).toEqual(['fs'])
})

test('a file handle that a web stream closed', async () => {
  const test = file.test('reads the first part')
  const handle = await test.run(async () => {
    const handle = await open(here)
    const reader = handle.readableWebStream().getReader()
    await reader.read()
    // Before Node 22 it closes the handle with it, later ones leave it open.
    void reader.cancel()
    return handle
  })
  const left = (await test.end())?.error?.orphans.map(({ kind }) => kind) ?? []
  expect(left).toEqual(process.versions.node.startsWith('20.') ? [] : ['file-handle'])
  expect(await file.close()).toEqual([])
  if (left.length > 0) expect(handle.fd).toBe(-1)
})

test('the twin: a file handle that a web stream reads', async () => {
  const [handle, reader] = await file.run(async () => {
    const handle = await open(here)
    const reader = handle.readableWebStream().getReader()
    await reader.read()
    return [handle, reader]
  })
  await expect.poll(openKinds).toEqual(['file-handle'])
  // Node 20 must not be asked to close what is read.
  while (!(await reader.read()).done);
  await handle.close()
  await expect.poll(openKinds).toEqual([])
})

test('a file system call that somebody answered who stands in for the file system', async () => {
  const { FSReqCallback } = (
    process as unknown as { binding(name: string): { FSReqCallback: new () => FSCall } }
  ).binding('fs')
  const test = file.test('asks')
  test.run(() => {
    const call = new FSReqCallback()
    call.oncomplete = () => {}
    call.oncomplete()
  })
  expect(test.scope.sweep().map(({ kind }) => kind.name)).toEqual(['fs'])
  expect((await test.end())?.judged).toEqual([])
})

test.skipIf(process.platform === 'win32')('the twin: a file system call that never ends', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'no-orphans-')), 'pipe')
  execFileSync('mkfifo', [path])
  const test = file.test('asks')
  const opened = test.run(() => promisify(fs.open)(path, 'r'))
  expect((await test.end())?.error?.orphans).toMatchObject([{ kind: 'fs', description: 'file system call in flight' }])
  // Whoever reads waits for who writes.
  fs.closeSync(fs.openSync(path, 'w'))
  fs.closeSync(await opened)
})
