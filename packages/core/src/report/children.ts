import type { ChildProcess } from 'node:child_process'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { announcedStack } from '../announced.js'
import { currentScope } from '../context.js'
import { originOfFrames } from '../origin.js'
import type { Orphan } from '../orphan.js'
import { framesOf } from '../stack.js'

/** The child processes that a file started: after the run, whoever of theirs still runs is traced back by them. */
export class ChildList {
  private readonly started: { child: ChildProcess; scope: ReturnType<typeof currentScope> }[] = []
  private readonly note = (message: unknown): void => {
    this.started.push({ child: (message as { process: ChildProcess }).process, scope: currentScope() })
  }

  start(): void {
    subscribe('child_process', this.note)
  }

  /** Stops listening; gives what was started. */
  end(): { pid: number; command: string; orphan: Orphan }[] {
    unsubscribe('child_process', this.note)
    return this.started.flatMap(({ child, scope }) => {
      const stack = announcedStack(child)
      if (!child.pid || !stack) return []
      const origin = originOfFrames(framesOf(stack))
      if (origin.nobody || !origin.creator) return []
      const command = child.spawnargs.join(' ')
      const orphan: Orphan = {
        kind: 'child-process',
        description: `child process ${child.pid}: ${command}`,
        remedy: 'end it with child.kill() and wait for its exit',
        ...(origin.user && { origin: origin.user }),
        creator: origin.creator,
        ...(origin.package && { package: origin.package }),
        stack: [],
        owner: { type: scope?.type ?? 'file', name: scope?.name ?? '', ...(scope?.file && { file: scope.file }) },
        unref: false,
        count: 1,
      }
      return [{ pid: child.pid, command, orphan }]
    })
  }
}
