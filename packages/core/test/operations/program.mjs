/*
 * Makes one call in a test for which Node makes requests, and tells what is reported. The lines that must be named are
 * marked with the way's name. A pipe that nobody writes to is read for ever.
 */
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import fs, { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs'
import { access, appendFile, mkdir, open, readFile, rm, writeFile } from 'node:fs/promises'
import http2 from 'node:http2'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { engine, resolveOptions } from '@no-orphans/core/adapter'

const way = process.argv[2]
const directory = mkdtempSync(join(tmpdir(), 'no-orphans-operations-'))
const here = import.meta.filename
const out = join(directory, 'out')

const pipe = join(directory, 'pipe')
execFileSync('mkfifo', [pipe])
// Both ends, so that whoever opens it does not have to wait.
const ends = openSync(pipe, 'r+')
const closed = join(directory, 'closed')
execFileSync('mkfifo', [closed])

const noop = () => {}

/** Not in a worker thread: at its end Node closes that file's number again, whosever it is by then. */
async function sendFile() {
  const server = http2.createServer().on('stream', (stream) => stream.respondWithFile(here))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const client = http2.connect(`http://127.0.0.1:${server.address().port}`) // <- a session of HTTP/2 that a file was sent over
  for (let times = 0; times < 3; times++) await once(client.request({ ':path': '/' }).resume(), 'close')
  return { client, server }
}

const load = async (path) => {
  const text = await readFile(path) // <- a read in a function that is awaited
  return text
}
const called = (work) => new Promise((resolve, reject) => work((error) => (error ? reject(error) : resolve())))

async function walk(end) {
  while (performance.now() < end) await access(here) // <- a walk without an end
}

/** Calls one after the other, and then what is to be called last. */
const chained = (count, last) =>
  called((done) => {
    const next = (left) => {
      if (left > 0) return fs.stat(here, () => next(left - 1)) // <- a call in the callback of one of very many
      last()
      done()
    }
    next(count)
  })

/** A piece at a time, of which the second is never there. */
async function* pieces() {
  yield 'one'
  await open(closed) // <- a call where what is written is made
  yield 'two'
}

const ways = {
  'a read that is promised': () => void readFile(pipe), // <- a read that is promised
  'a read that is promised after an await': async () => {
    await readFile(here)
    void readFile(pipe) // <- a read that is promised after an await
  },
  'a read in a function that is awaited': () => void load(pipe),
  'a read that calls back': () => fs.readFile(pipe, noop), // <- a read that calls back
  'a read that is promisified': () => void promisify(fs.readFile)(pipe, 'utf8'), // <- a read that is promisified
  'a write that is promised': () => void writeFile(closed, 'text'), // <- a write that is promised
  'a write that calls back': () => fs.writeFile(closed, 'text', noop), // <- a write that calls back
  'an addition that is promised': () => void appendFile(closed, 'text'), // <- an addition that is promised
  'a timer in the callback of a read': async () => {
    await called((done) =>
      fs.readFile(here, () => {
        setTimeout(noop, 60_000) // <- a timer in the callback of a read
        done()
      }),
    )
  },
  'a walk that ends later than the window': () => void walk(performance.now() + 400),
  'a walk without an end': () => void walk(Number.POSITIVE_INFINITY),
  'a call in the callback of one of very many': () => chained(40, () => fs.open(closed, noop)),
  'very many calls that end, each in the callback of another': () => chained(40, noop),
  'a timer in the callback of one of very many': () => chained(40, () => setTimeout(noop, 60_000)), // <- a timer in the callback of one of very many
  'a read in the callback of a read': async () => {
    await called((done) =>
      fs.readFile(here, () => {
        fs.open(closed, noop) // <- a read in the callback of a read
        done()
      }),
    )
  },
  'a timer after a read': async () => {
    await readFile(here)
    setTimeout(noop, 60_000) // <- a timer after a read
  },
  'a call where what is written is made': () => void writeFile(out, pieces()).catch(noop),
  'a look-up for a socket after an await': async () => {
    await undefined
    connect({ host: 'localhost', port: 1 }).on('error', noop).unref() // <- a look-up for a socket after an await
  },
  'a socket after an await that is refused': async () => {
    await undefined
    const socket = connect({ host: 'localhost', port: 1 }).on('error', noop)
    await new Promise((resolve) => socket.on('close', resolve))
  },
  'a read that ends': async () => void (await readFile(here)),
  'a read that is not awaited and ends': () => void readFile(here),
  'a read that calls back and ends': () => called((done) => fs.readFile(here, done)),
  'a read that calls back with options and ends': () => called((done) => fs.readFile(here, { encoding: 'utf8' }, done)),
  'writes that end': async () => {
    await writeFile(out, 'text')
    await appendFile(out, Buffer.from('text'))
    await writeFile(out, ['a', 'b'].values())
    await called((done) => fs.writeFile(out, 'text', done))
    await called((done) => fs.appendFile(out, 'text', { flag: 'a' }, done))
    const handle = await open(out, 'a')
    await appendFile(handle, 'text')
    await handle.close()
  },
  'a tree that is removed': async () => {
    const tree = join(directory, 'tree')
    await mkdir(join(tree, 'branch'), { recursive: true })
    await rm(tree, { recursive: true })
    await mkdir(join(tree, 'branch'), { recursive: true })
    void rm(tree, { recursive: true })
    await called((done) => fs.rm(join(directory, 'none'), { force: true }, done))
  },
  'a timer after a tree is removed': async () => {
    await called((done) =>
      fs.rm(join(directory, 'none'), { force: true }, () => {
        setTimeout(noop, 60_000) // <- a timer after a tree is removed
        done()
      }),
    )
  },
  'a file that a server of HTTP/2 sends': async () => {
    const { client, server } = await sendFile()
    client.close()
    server.close()
    await Promise.all([once(client, 'close'), once(server, 'close')])
  },
  'a session of HTTP/2 that a file was sent over': async () => (await sendFile()).server.unref(),
  'a read that fails': async () => {
    await readFile(join(directory, 'none')).catch(noop)
    await called((done) => fs.readFile(join(directory, 'none'), () => done()))
    await readFile(pipe, { signal: AbortSignal.abort() }).catch(noop)
  },
}

// Every thread of the pool waits for somebody to write: nothing is looked up.
if (way.startsWith('a look-up')) for (let i = 0; i < 4; i++) fs.open(closed, noop)

const { FileWatch } = engine()
const file = new FileWatch('a file', resolveOptions({ settle: 100 }))
const test = file.test('a test')
await test.run(ways[way])
const told = []
for (const verdict of [await test.end(), await file.end()]) {
  for (const { orphan } of verdict?.judged ?? []) {
    const { kind, owner, origin, count } = orphan
    told.push({ kind, count, by: owner.name, line: origin?.line })
  }
}
await file.close()

// The process does not end while one of its threads reads.
closeSync(ends)
closeSync(openSync(closed, 'r+'))
rmSync(directory, { recursive: true })
process.stdout.write(JSON.stringify(told), () => process.exit())
