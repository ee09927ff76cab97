import { enterNatives } from './enter-natives.js'
import { orphansOf, withoutParts } from './gather.js'
import { originOf } from './origin.js'
import type { Orphan } from './orphan.js'
import { Scope } from './scope.js'
import { setProcessRoot, track } from './tracker.js'

// They are open and hold no event loop.
const harmless = new Set(['file', 'directory', 'file-handle', 'listener', 'promise'])

/** A whole process under watch, such as the main process of a run. */
export interface ProcessWatch {
  /** What holds it now, by the user's code and by packages. */
  holding(): Orphan[]
}

/**
 * Watches everything that this process starts from now on. It never ends, and never holds the process.
 *
 * @param name Whose it is, in words.
 */
export function watchProcess(name: string): ProcessWatch {
  const scope = new Scope('run', name)
  track()
  setProcessRoot(scope)
  return {
    holding() {
      enterNatives(scope)
      const open = scope.sweep().filter((entry) => entry.state() === 'open' && !harmless.has(entry.kind.name))
      const held = open.filter((entry) => {
        const origin = originOf(entry)
        // What a runner's own code opens has no creator; what it runs for the user, such as globalSetup, has.
        return origin.creator && !entry.kind.isProcessWide?.(entry.resource)
      })
      // What the project's own code began comes first: that is where it can be fixed.
      return orphansOf(withoutParts(held, open)).sort((a, b) => Number(!a.origin) - Number(!b.origin))
    },
  }
}
