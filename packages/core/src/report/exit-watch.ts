import { relative } from 'node:path'
import timers from 'node:timers'
import type { Formatter, Framework } from '../framework.js'
import { nativeNote } from '../held-natively.js'
import { renderOrphan, shortPath } from '../orphan-error.js'
import type { ProcessWatch } from '../watch-process.js'
import { engine } from '../whole-engine.js'

// Taken before anything can put fake ones in their place.
const { setTimeout, clearTimeout } = timers

const patience = 3000

/**
 * Waits for the main process of a run to end: when the run is over and the process cannot, it says what holds it.
 *
 * It never holds the process itself, and says nothing when nothing is held: time alone is no leak.
 */
export class ExitWatch {
  private own: ProcessWatch | undefined
  private readonly formatter: Formatter | undefined
  private readonly write: (text: string) => void
  private timer: NodeJS.Timeout | undefined
  private opinion: ((logger: { error(line: string): void }) => void) | undefined

  /**
   * @param framework Whose frames are whose in the main process.
   * @param formatter Maps lines to the sources, where a runner changes them. Asked only at the end.
   */
  constructor(
    framework: Framework,
    formatter?: Formatter,
    write = (text: string): void => void process.stderr.write(text),
  ) {
    engine().setFramework(framework)
    this.formatter = formatter
    this.write = write
  }

  /**
   * From now on the line is kept that begins what may hold the process. It costs a short run some percent, so it is worth
   * it only where more than a runner's own code runs.
   */
  watch(): void {
    const shared = engine()
    if (this.formatter) shared.adoptFormatter(this.formatter)
    this.own ??= shared.rest().watchProcess('the main process of the run')
  }

  /** Something new begins: the run is not over. */
  runBegins(): void {
    clearTimeout(this.timer)
  }

  /** The run is over. From now on the process should end. */
  runEnds(workers: Left[]): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.tell(workers), patience).unref()
  }

  private tell(workers: Left[]): void {
    const all = this.own?.holding() ?? []
    // What a tool opened for itself is only told when there is nothing of the project's own.
    const ours = all.filter(({ origin }) => origin)
    const held = ours.length > 0 ? ours : all
    const second = this.secondOpinion()
    const isExplained = held.length > 0 || second.length > 0 || workers.length > 0
    const unknown = isExplained
      ? ''
      : unwatched(
          this.own
            ? 'held by what began before no-orphans was loaded, such as in globalSetup'
            : 'held in the main process by what was not watched',
        )
    const native = isExplained || unknown ? '' : nativeNote()
    if (!isExplained && !unknown && !native) return
    const parts = [`no-orphans: the run is over, and ${patience / 1000} s later its process still runs`]
    if (held.length > 0)
      parts.push(`held in the main process by\n\n${held.map((each) => renderOrphan(each)).join('\n\n')}`)
    if (unknown) parts.push(unknown)
    if (native) parts.push(`held in the main process by ${native}`)
    if (second.length > 0) parts.push(`why-is-node-running says\n\n${second.map((line) => `  ${line}`).join('\n')}`)
    for (const { file, left, isHere } of workers) {
      const who = isHere ? 'held by what its tests still had' : 'its worker still had'
      parts.push(`${who}, after ${shortPath(file)}\n\n${left.map((each) => renderOrphan(each)).join('\n\n')}`)
    }
    this.write(`\n${parts.join('\n\n')}\n\n`)
  }

  /**
   * Loads the package that the field trusts for just this, for a second opinion. It knows what is begun after it was
   * loaded, and formats a stack for all of that, which costs as much again.
   */
  async askSecondOpinion(): Promise<void> {
    try {
      const loaded = await import('why-is-node-running')
      this.opinion = loaded.default
    } catch {
      // Without it there is the first.
    }
  }

  private secondOpinion(): string[] {
    const lines: string[] = []
    try {
      this.opinion?.({ error: (line) => lines.push(line) })
    } catch {
      return []
    }
    return ofTheProject(lines)
  }
}

/** What was begun while nobody watched, as Jest's globalSetup is before we are loaded: Node knows what it is, and nobody where. */
function unwatched(who: string): string {
  const names = process.getActiveResourcesInfo().filter((name) => !/^(?:TTYWrap|PipeWrap|SignalWrap)$/.test(name))
  if (names.length === 0) return ''
  const command = process.argv
    .slice(1)
    .map((each) => each.replace(/^.*[\\/]node_modules[\\/](?:\.bin[\\/])?([^\\/]+).*$/, '$1'))
  return `${who}: ${names.join(', ')}\nthe line that began it is told by: npx no-orphans why -- npx ${command.join(' ')}`
}

/** What a worker still held after its last file. */
export interface Left {
  file: string
  /** It worked in this very process, as Jest's do in band. */
  isHere: boolean
  left: Parameters<typeof renderOrphan>[0][]
}

/** It lists everything that was ever made and not collected; what no line of the project's began says nothing here. */
function ofTheProject(lines: readonly string[]): string[] {
  const blocks = lines.join('\n').split('\n\n').slice(1)
  return blocks
    .filter((block) =>
      block
        .split('\n')
        .slice(1)
        .some((line) => isProjects(line)),
    )
    .flatMap((block) => [...block.trim().split('\n'), ''])
    .slice(0, 40)
}

function isProjects(line: string): boolean {
  const file = /^(\S.*?):\d+(?:\s|$)/.exec(line)?.[1]
  return file !== undefined && !file.includes('node_modules') && !relative(process.cwd(), file).startsWith('..')
}
