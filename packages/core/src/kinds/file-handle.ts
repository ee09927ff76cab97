import { readlinkSync } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { nodeMajor } from '../node-major.js'
import { type Kind, ownParts } from './kind.js'

function pathOf(fd: number): string | undefined {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`)
  } catch {
    // Only Linux tells the path.
    return undefined
  }
}

/**
 * Before Node 22 a web stream that is not read to its end closes the descriptor underneath. Only the native handle learns
 * of it, and another close() in the middle of that ends the process.
 */
const isStreamed = (handle: FileHandle): boolean =>
  nodeMajor < 22 &&
  Object.getOwnPropertySymbols(handle).some((symbol) => symbol.description === 'kLocked' && (handle as never)[symbol])

function isOpen(handle: FileHandle): boolean {
  if (handle.fd < 0) return false
  const native = ownParts(handle).find((part) => typeof (part as FileHandle | null)?.fd === 'number')
  return native === undefined || (native as FileHandle).fd >= 0
}

/** `file-handle`: what fs.promises.open gives. */
export const fileHandle: Kind<FileHandle> = {
  name: 'file-handle',
  types: ['file-handle'],
  depth: 16,
  state: (handle) => (isOpen(handle) ? 'open' : 'closed'),
  maySettle: isStreamed,
  describe: (handle) => {
    const path = pathOf(handle.fd)
    return `file handle${path ? ` on ${path}` : ''} (fd ${handle.fd})`
  },
  remedy: () => 'close it with await handle.close()',
  reclaim: (handle) => {
    if (isStreamed(handle)) throw new Error('a web stream reads it, and only that may close it')
    return handle.close()
  },
}
