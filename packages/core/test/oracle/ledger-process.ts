import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'

/** What the watched process says of one program. */
export interface Answer {
  /** Where the ledger and Node differ. */
  wrong: string[]
  /** The lines that the verdicts name. */
  lines?: string[]
  /** Those of what holds the event loop. */
  accused?: string[]
  /** The specimens that the program left open and ref'd. */
  held?: string[]
}

/** The process that runs programs under watch. */
export class LedgerProcess {
  private readonly file: string
  private readonly node: string
  private child: ChildProcess | undefined

  constructor(file: string, node: string) {
    this.file = file
    this.node = node
  }

  /**
   * Runs one program.
   *
   * @param sample Also end its scopes with everything open, for the lines of the verdicts.
   */
  async ask(steps: unknown, sample = false): Promise<Answer> {
    this.child ??= await this.start()
    this.child.send({ steps, sample })
    const answer = (await message(this.child)) as Answer
    // What a mismatch left behind must not be taken for one of the next program, or it could not be shrunk.
    if (answer.wrong.length > 0) await this.stop()
    return answer
  }

  /** Ends the process, which does so by itself when nothing is left open. */
  async end(): Promise<void> {
    const { child } = this
    if (!child) return
    const ended = once(child, 'close')
    child.send('end')
    await ended
  }

  private async start(): Promise<ChildProcess> {
    const child = fork(this.file, { execPath: this.node, execArgv: [], env: { PATH: process.env.PATH } })
    await message(child)
    return child
  }

  private async stop(): Promise<void> {
    const { child } = this
    this.child = undefined
    if (!child) return
    const ended = once(child, 'close')
    child.kill('SIGKILL')
    await ended
  }
}

function message(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const failed = (code: number | null) => reject(new Error(`the watched process ended with ${code}`))
    child.once('exit', failed)
    child.once('message', (answer) => {
      child.off('exit', failed)
      resolve(answer)
    })
  })
}
