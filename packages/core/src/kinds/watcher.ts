import type { FSWatcher } from 'node:fs'
import { handleState, type Kind, ownerOf } from './kind.js'

interface WatcherHandle {
  hasRef(): boolean | undefined
  close(): void
}

type Watcher = FSWatcher & { _filename?: string; stop?: () => void; filename?: string }

const watcherOf = (handle: WatcherHandle): Watcher | undefined => ownerOf(handle)

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
    const path = watchedPaths.get(handle) ?? watcherOf(handle)?._filename ?? watcherOf(handle)?.filename
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

const watchedPaths = new WeakMap<object, string>()
