import fs from 'node:fs'
import { streamOf } from './file-stream.js'
import type { Kind } from './kind.js'

// Taken before a test can put others in their place; none of them is watched.
const { fstatSync, statSync, readdirSync, closeSync } = fs

/** A descriptor of fs.open or fs.openSync. */
export interface Descriptor {
  fd: number
  path: string
  /** What it leads to, so that a number used again is not mistaken for the same file. */
  identity: string | undefined
  closed: boolean
}

/** A directory of fs.opendir. Node tells neither its descriptor nor whether it is closed. */
export interface Directory {
  path: string
  handle: fs.Dir
  identity: string | undefined
}

const opened = new Map<number, Descriptor>()

/** Remembers a descriptor that was just opened. */
export function descriptorOf(fd: number, path: string): Descriptor {
  const descriptor = { fd, path, identity: identity(() => fstatSync(fd)), closed: false }
  opened.set(fd, descriptor)
  return descriptor
}

/** A descriptor was closed by its number. */
export function forget(fd: unknown): void {
  const descriptor = opened.get(fd as number)
  if (!descriptor) return
  descriptor.closed = true
  opened.delete(fd as number)
}

const closedDirectories = new WeakSet<object>()

/** Remembers a directory that was just opened. */
export const directoryAt = (path: string, handle: fs.Dir): Directory => ({
  path,
  handle,
  identity: identity(() => statSync(path)),
})

/** A directory was closed. */
export const forgetDirectory = (handle: object): void => {
  closedDirectories.add(handle)
}

function identity(stat: () => fs.Stats): string | undefined {
  try {
    const { dev, ino } = stat()
    return `${dev}:${ino}`
  } catch {
    // The system says that there is no such thing: nothing is open.
    return undefined
  }
}

/** `file`: a descriptor, closed by whatever means. */
export const descriptor: Kind<Descriptor> = {
  name: 'file',
  types: ['descriptor'],
  depth: 16,
  state: (file) =>
    !file.closed && file.identity !== undefined && identity(() => fstatSync(file.fd)) === file.identity
      ? 'open'
      : 'closed',
  maySettle: (file) => streamOf(file.fd) !== undefined,
  thing: (file) => streamOf(file.fd),
  describe: (file) => {
    const stream = streamOf(file.fd)
    const word = stream ? ('bytesRead' in stream ? 'read stream on file' : 'write stream on file') : 'file'
    return `${word} ${file.path} (fd ${file.fd})`
  },
  remedy: (file) => (streamOf(file.fd) ? 'end it with stream.destroy()' : 'close it with fs.closeSync(fd)'),
  reclaim: (file) => {
    const stream = streamOf(file.fd)
    if (stream) stream.destroy()
    else closeSync(file.fd)
    file.closed = true
  },
}

// macOS and Linux both show the process its own descriptors here.
const ownDescriptors = '/dev/fd'

function isOpenDirectory(directory: Directory): boolean {
  if (closedDirectories.has(directory.handle)) return false
  if (directory.identity === undefined || process.platform === 'win32') return false
  return readdirSync(ownDescriptors).some((fd) => identity(() => fstatSync(Number(fd))) === directory.identity)
}

/** `directory`: what fs.opendir gives. */
export const directory: Kind<Directory> = {
  name: 'directory',
  types: ['directory'],
  depth: 16,
  state: (directory) => (isOpenDirectory(directory) ? 'open' : 'closed'),
  maySettle: () => false,
  describe: (directory) => `directory ${directory.path}`,
  remedy: () => 'close it with directory.closeSync(), or read it to its end',
  reclaim: (directory) => directory.handle.closeSync(),
}
