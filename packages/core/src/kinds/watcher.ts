import type { FSWatcher } from 'node:fs'
import { handleState, type Kind, ownerOf } from './kind.js'

interface WatcherHandle {
  hasRef(): boolean | undefined
  close(): void
}

type Watcher = FSWatcher & { stop?: () => void }

/** One call of a function that watches, and what it made. */
interface Watch {
  path: string
  watcher?: Watcher
}

// A watcher does not tell what it is on, and a recursive one is made of many where the system knows none.
const watches = new WeakMap<WatcherHandle, Watch>()
let starting: Watch | undefined

/** Runs a function that watches `path`: every handle it makes is of one watcher. */
export function watching<T>(path: string, start: () => T): T {
  const outer = starting
  const watch: Watch = outer ?? { path }
  starting = watch
  try {
    const result = start()
    if (!outer && result instanceof Object && 'close' in result) watch.watcher = result as unknown as Watcher
    return result
  } finally {
    starting = outer
  }
}

const watcherOf = (handle: WatcherHandle): Watcher | undefined => watches.get(handle)?.watcher ?? ownerOf(handle)

/** `watcher`: fs.watch, fs.watchFile, fs.promises.watch. */
export const watcher: Kind<WatcherHandle> = {
  name: 'watcher',
  types: ['FSEVENTWRAP', 'STATWATCHER'],
  depth: 48,
  deliberate: true,
  born: (handle) => {
    if (starting) watches.set(handle, starting)
  },
  state: handleState,
  maySettle: () => false,
  thing: (handle) => watcherOf(handle) ?? watches.get(handle),
  describe: (handle) => `watcher on ${watches.get(handle)?.path ?? 'a file or a directory'}`,
  remedy: (handle) =>
    watcherOf(handle)?.stop
      ? 'stop it with fs.unwatchFile(path)'
      : 'close it with watcher.close(), or abort its signal',
  reclaim: (handle) => {
    const watcher = watcherOf(handle)
    if (watcher?.stop) watcher.stop()
    else if (watcher) watcher.close()
    else handle.close()
  },
}
