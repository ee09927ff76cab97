import { once } from 'node:events'
import fs, { createReadStream, createWriteStream, openSync, unwatchFile, watch, watchFile } from 'node:fs'
import { open, opendir, watch as watching } from 'node:fs/promises'
import { promisify } from 'node:util'

const noop = () => {}

const closed = async (thing) => {
  const over = once(thing, 'close')
  thing.close()
  await over
}

const destroyed = async (stream) => {
  const over = once(stream, 'close')
  stream.destroy()
  await over
}

const references = { unref: (thing) => thing.unref(), ref: (thing) => thing.ref() }
const descriptorsAreKnown = () => process.platform === 'win32' && 'Windows does not tell its descriptors'

let copies = 0
/** A file that nobody else watches. */
function freshFile(world) {
  const path = `${world.file}.${copies++}.${import.meta.url.includes('some-package') ? 'p' : 'o'}`
  fs.writeFileSync(path, 'some text\n'.repeat(20_000))
  return path
}

/** A directory with some below it. */
function freshTree(world) {
  const path = `${freshFile(world)}.tree${copies}`
  fs.mkdirSync(`${path}/a/b`, { recursive: true })
  fs.writeFileSync(`${path}/a/b/c`, 'some text')
  return path
}

export const files = [
  {
    name: 'fs.watch',
    kind: 'watcher',
    description: /^watcher on .*file\.txt/,
    open(world) {
      return watch(freshFile(world), noop) // begins
    },
    close: closed,
    ...references,
  },
  {
    name: 'fs.watch of a directory and all below',
    kind: 'watcher',
    description: /^watcher on .*tree\d+/,
    open(world) {
      return watch(freshTree(world), { recursive: true }, noop) // begins
    },
    close: closed,
  },
  {
    name: 'fs.watchFile',
    kind: 'watcher',
    description: /^watcher on .*file\.txt/,
    open(world) {
      const path = freshFile(world)
      const watcher = watchFile(path, { interval: 1000 }, noop) // begins
      return { path, watcher }
    },
    close: ({ path }) => unwatchFile(path),
    unref: ({ watcher }) => watcher.unref(),
    ref: ({ watcher }) => watcher.ref(),
  },
  {
    name: 'fs.promises.watch',
    kind: 'watcher',
    description: /^watcher on .*file\.txt/,
    open(world) {
      const controller = new AbortController()
      const over = (async () => {
        // biome-ignore lint/correctness/noUnusedVariables: it is not about the events.
        for await (const event of watching(freshFile(world), { signal: controller.signal })) noop() // begins
      })().catch(noop)
      return { controller, over }
    },
    close({ controller, over }) {
      controller.abort()
      return over
    },
  },
  {
    name: 'fs.promises.open',
    kind: 'file-handle',
    description: /^file handle (on .*file\.txt )?\(fd \d+\)$/,
    async open(world) {
      return await open(world.file) // begins
    },
    close: (handle) => handle.close(),
  },
  {
    name: 'fs.openSync',
    kind: 'file',
    description: /^file .*file\.txt \(fd \d+\)$/,
    open(world) {
      return openSync(world.file) // begins
    },
    close: (fd) => fs.closeSync(fd),
  },
  {
    name: 'fs.open',
    kind: 'file',
    description: /^file .*file\.txt \(fd \d+\)$/,
    open(world) {
      return new Promise((resolve, reject) => {
        fs.open(world.file, (error, fd) => (error ? reject(error) : resolve(fd))) // begins
      })
    },
    close: (fd) => promisify(fs.close)(fd),
  },
  {
    name: 'fs.opendirSync',
    kind: 'directory',
    description: /^directory .*$/,
    skip: descriptorsAreKnown,
    open(world) {
      return fs.opendirSync(world.directory) // begins
    },
    close: (directory) => directory.close(),
  },
  {
    name: 'fs.promises.opendir',
    kind: 'directory',
    description: /^directory .*$/,
    skip: descriptorsAreKnown,
    async open(world) {
      return await opendir(world.directory) // begins
    },
    close: (directory) => directory.close(),
  },
  {
    name: 'read stream',
    kind: 'file',
    description: /^read stream on file .*file\.txt.* \(fd \d+\)$/,
    async open(world) {
      const stream = createReadStream(freshFile(world)) // begins
      await once(stream, 'readable')
      return stream
    },
    close: destroyed,
    endsByItself: (world) => void createReadStream(freshFile(world)).resume(),
  },
  {
    name: 'write stream',
    kind: 'file',
    description: /^write stream on file .*out\d* \(fd \d+\)$/,
    async open(world) {
      const stream = createWriteStream(`${freshFile(world)}.out`) // begins
      await once(stream, 'open')
      return stream
    },
    close: destroyed,
  },
  {
    name: 'read stream of a FileHandle',
    kind: 'file-handle',
    description: /^file handle (on .*file\.txt.* )?\(fd \d+\)$/,
    async open(world) {
      const handle = await open(freshFile(world)) // begins
      const stream = handle.createReadStream()
      await once(stream, 'readable')
      return stream
    },
    close: destroyed,
  },
]
