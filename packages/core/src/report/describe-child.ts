import { announcedStack } from '../announced.js'
import { commandLine } from '../command-line.js'
import { framesOf } from '../frames.js'
import { originOfFrames } from '../origin.js'
import type { Orphan } from '../orphan.js'
import type { StartedChild } from './children.js'
import type { ChildRecord } from './records.js'

/** What the run report keeps of a child process; nothing where no code of the user's, nor of a package, started it. */
export function describeChild({ child, scope }: StartedChild): Omit<ChildRecord, 't' | 'of'> | undefined {
  const stack = announcedStack(child)
  if (!child.pid || !stack) return undefined
  const origin = originOfFrames(framesOf(stack))
  if (origin.nobody || !origin.creator) return undefined
  const orphan: Orphan = {
    kind: 'child-process',
    description: `child process ${child.pid}: ${commandLine(child.spawnargs)}`,
    remedy: 'end it with child.kill() and wait for its exit',
    ...(origin.user && { origin: origin.user }),
    creator: origin.creator,
    ...(origin.package && { package: origin.package }),
    stack: [],
    owner: { type: scope?.type ?? 'file', name: scope?.name ?? '', ...(scope?.file && { file: scope.file }) },
    unref: false,
    count: 1,
  }
  return { pid: child.pid, command: child.spawnargs.join(' '), orphan }
}
