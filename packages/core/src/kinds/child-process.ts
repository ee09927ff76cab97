import type { ChildProcess } from 'node:child_process'
import { commandLine } from '../command-line.js'
import { handleState, type Kind, ownerOf, ownParts } from './kind.js'

type Child = ChildProcess & { _handle?: ProcessHandle | null }

interface ProcessHandle {
  hasRef(): boolean | undefined
  pid: number
  kill(signal: number): number
}

const childOf = (handle: ProcessHandle): Child | undefined => ownerOf(handle)

/** `child-process`: spawn, exec, fork, cluster; its pipes and its channel are part of it. */
export const childProcess: Kind<ProcessHandle> = {
  name: 'child-process',
  types: ['PROCESSWRAP'],
  depth: 20,
  // It has exited once its owner has let go of it: what is left of the handle calls nobody.
  state: (handle) => (childOf(handle)?._handle === null ? 'closed' : handleState(handle)),
  maySettle: () => true,
  isEnding: (handle) => childOf(handle)?.killed ?? false,
  thing: childOf,
  parts: (handle) => {
    const child = childOf(handle)
    // Its channel is on a symbol.
    return [...(child?.stdio ?? []), ...ownParts(child)]
  },
  describe: (handle) =>
    `child process ${handle.pid}: ${commandLine(childOf(handle)?.spawnargs ?? ['unknown command'])}`,
  remedy: () => 'end it with child.kill() and wait for its exit',
  reclaim: (handle) => {
    const child = childOf(handle)
    if (child?.connected) child.disconnect()
    if (child) child.kill('SIGKILL')
    else handle.kill(9)
    for (const stream of child?.stdio ?? []) stream?.destroy()
  },
}
