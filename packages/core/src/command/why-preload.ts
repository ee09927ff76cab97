import { basename } from 'node:path'
import timers from 'node:timers'
import { isMainThread } from 'node:worker_threads'
import { nativeNote } from '../held-natively.js'
import { renderOrphan } from '../orphan-error.js'
import { rest } from '../whole-engine.js'

/*
 * Loaded into a program before it begins, by `no-orphans why`: watches it, and says when asked what keeps it alive.
 */

/** What `no-orphans why` hands over in the environment. */
export interface WhySettings {
  /** ms after which it tells by itself. */
  after: number
  /** End the program then. */
  stop: boolean
}

export const whyVariable = 'NO_ORPHANS_WHY'

const { setTimeout } = timers
const settings = process.env[whyVariable]

// A worker thread is told of by the thread that started it.
if (settings && isMainThread) begin(JSON.parse(settings) as WhySettings)

function begin({ after, stop }: WhySettings): void {
  const { stderr } = process
  const program = `${process.pid} (${['node', basename(process.argv[1] ?? ''), ...process.argv.slice(2)].join(' ').trim()})`
  let told = ''

  const tell = (why: string): void => {
    const held = watch.holding()
    const lines = held.length > 0 ? held.map((orphan) => renderOrphan(orphan)).join('\n\n') : `  ${elsewhere()}`
    if (lines === told) return
    told = lines
    stderr.write(`\nno-orphans: ${why}, process ${program} is kept alive by\n\n${lines}\n\n`)
  }

  setTimeout(() => {
    tell(`after ${after / 1000} s`)
    if (!stop) return
    // A program that waits for another, as npx does, lets that one say it first.
    const waits = watch.holding().some(({ kind }) => kind === 'child-process')
    setTimeout(() => process.exit(1), waits ? 1500 : 0)
  }, after).unref()
  if (process.platform !== 'win32') process.on('SIGUSR2', () => tell('asked by SIGUSR2'))
  const onInterrupt = (): void => {
    tell('when it was interrupted')
    // Without us it would have ended now.
    if (process.listenerCount('SIGINT') > 1) return
    process.removeListener('SIGINT', onInterrupt)
    process.kill(process.pid, 'SIGINT')
  }
  process.on('SIGINT', onInterrupt)
  const watch = rest().watchProcess(program)
}

/** Where no code of the program's holds it: the runtime's own counts are the check on ours. */
function elsewhere(): string {
  const native = nativeNote()
  if (native) return native
  const others = process.getActiveResourcesInfo().filter((name) => !/^(?:TTYWrap|SignalWrap)$/.test(name))
  return others.length > 0
    ? `nothing that its own code began, but Node holds: ${others.join(', ')}`
    : 'nothing: it is working, or about to end'
}
