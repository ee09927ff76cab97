import type { Kind } from './kind.js'

interface FileHandleResource {
  fd: number
  close(): Promise<void>
  releaseFD(): number
}

/** `file-handle`: what fs.promises.open gives. */
export const fileHandle: Kind<FileHandleResource> = {
  name: 'file-handle',
  types: ['FILEHANDLE'],
  depth: 16,
  state: (handle) => (handle.fd >= 0 ? 'open' : 'closed'),
  maySettle: () => false,
  describe: (handle) => `file handle (fd ${handle.fd})`,
  remedy: () => 'close it with await handle.close()',
  reclaim: (handle) => handle.close(),
}
