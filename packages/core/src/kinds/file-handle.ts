import { readlinkSync } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import type { Kind } from './kind.js'

function pathOf(fd: number): string | undefined {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`)
  } catch {
    // Only Linux tells the path.
    return undefined
  }
}

/** `file-handle`: what fs.promises.open gives. */
export const fileHandle: Kind<FileHandle> = {
  name: 'file-handle',
  types: ['file-handle'],
  depth: 16,
  state: (handle) => (handle.fd >= 0 ? 'open' : 'closed'),
  maySettle: () => false,
  describe: (handle) => {
    const path = pathOf(handle.fd)
    return `file handle${path ? ` on ${path}` : ''} (fd ${handle.fd})`
  },
  remedy: () => 'close it with await handle.close()',
  reclaim: (handle) => handle.close(),
}
