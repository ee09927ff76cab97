import type { ChildProcess } from 'node:child_process'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { currentScope } from '../context.js'
import type { Scope } from '../scope.js'

/** A child process that a test file started. */
export interface StartedChild {
  child: ChildProcess
  scope: Scope | undefined
}

/** The child processes that a file started: after the run, whoever of theirs still runs is traced back by them. */
export class ChildList {
  private readonly started: StartedChild[] = []
  private readonly note = (message: unknown): void => {
    this.started.push({ child: (message as { process: ChildProcess }).process, scope: currentScope() })
  }

  start(): void {
    subscribe('child_process', this.note)
  }

  /** Stops listening; gives what was started. */
  end(): StartedChild[] {
    unsubscribe('child_process', this.note)
    return this.started
  }
}
