import type { FSWatcher } from 'node:fs'
import { handleState, type Kind, ownerOf } from './kind.js'

interface WatcherHandle {
  hasRef(): boolean | undefined
  close(): void
}

type Watcher = FSWatcher & { stop?: () => void }

const watcherOf = (handle: WatcherHandle): Watcher | undefined => ownerOf(handle)

const paths = new WeakMap<object, string>()

/** Remembers what a watcher of fs.watch is on; it does not tell. */
export const noteWatched = (watcher: object, path: string): void => {
  paths.set(watcher, path)
}

function pathOf(handle: WatcherHandle): string | undefined {
  const watcher = watcherOf(handle)
  if (!watcher) return undefined
  return paths.get(watcher) ?? (watcher as unknown as { filename?: string }).filename
}

/** `watcher`: fs.watch, fs.watchFile, fs.promises.watch. */
export const watcher: Kind<WatcherHandle> = {
  name: 'watcher',
  types: ['FSEVENTWRAP', 'STATWATCHER'],
  depth: 16,
  deliberate: true,
  state: handleState,
  maySettle: () => false,
  thing: watcherOf,
  describe: (handle) => {
    const path = pathOf(handle)
    return path ? `watcher on ${path}` : 'watcher on a file or a directory'
  },
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
