import { commandLine } from '../command-line.js'
import { placeOf, profile } from './profile.js'
import type { RunReport } from './run-report.js'
import { sumOf } from './verdicts.js'
import { entryLine, plural } from './words.js'

/** Something to be said beside the orphans. */
export interface Note {
  title: string
  items: string[]
}

/** What is to be said beside the orphans, most urgent first. */
export function notesOf(report: RunReport): Note[] {
  const all = [gone, released, disturbed, crashed, processes, stuck, unwatched, unusedRules].map((note) => note(report))
  return all.filter(({ items }) => items.length > 0)
}

const are = (count: number): string => (count === 1 ? 'is' : 'are')

function gone({ gone, baseline }: RunReport): Note {
  const entries = gone.length === 1 ? 'this entry' : 'these entries'
  const file = baseline?.file ?? 'the baseline'
  return {
    title: `${plural(sumOf(gone), 'known orphan')} ${are(sumOf(gone))} gone: take ${entries} out of ${file}, or run once with NO_ORPHANS_UPDATE=1`,
    items: gone.map(entryLine),
  }
}

function released({ orphans }: RunReport): Note {
  const later = orphans.filter(({ releasedAt, verdict }) => releasedAt !== undefined && verdict !== 'allowed')
  const [were, them] = sumOf(later) === 1 ? ['was', 'it'] : ['were', 'them']
  return {
    title: `${sumOf(later)} of them ${were} released later, most likely by afterAll: open ${them} in beforeAll, wrap ${them} in orphans.shared, or use scope: 'file'`,
    items: profile(later).map((line) => `${line.count}x ${line.description}  ${line.place ?? ''}`),
  }
}

function disturbed({ orphans }: RunReport): Note {
  const worst = orphans
    .flatMap((orphan) => (orphan.disturbed ?? []).map((each) => ({ orphan, ...each })))
    .sort((a, b) => b.times - a.times)
  const tests = new Set(worst.map(({ test, file }) => `${file}\n${test}`)).size
  return {
    title: `${plural(tests, 'test')} ran while orphans of others did`,
    items: worst.map(({ orphan, test, times }) => {
      const fired = times === 1 ? 'once' : `${times} times`
      return `left by '${orphan.owner.name}' (${placeOf(orphan) ?? orphan.owner.file}), fired ${fired} while '${test}' ran`
    }),
  }
}

function crashed({ files }: RunReport): Note {
  const items = files.filter(({ status }) => status === 'crashed').map(({ file }) => file)
  return {
    title: `${plural(items.length, 'file')} did not come to ${items.length === 1 ? 'its' : 'their'} end; what was known until then is in the report`,
    items,
  }
}

function processes({ processes }: RunReport): Note {
  return {
    title: `${plural(processes.length, 'process', 'processes')} that tests started still ${processes.length === 1 ? 'runs' : 'run'}`,
    items: processes.map(({ pid, age, command, origin }) => {
      const since = age === undefined ? '' : ` for ${Math.round(age / 1000)} s`
      const place = origin ? `, started at ${origin.file}:${origin.line}` : ''
      return `pid ${pid}${since}${place}: ${commandLine([command])}`
    }),
  }
}

function stuck({ stuck }: RunReport): Note {
  return {
    title: `${plural(stuck.length, 'orphan')} could not be closed`,
    items: stuck.map((text) => text.trim().split('\n')[0] ?? ''),
  }
}

function unwatched({ notWatched }: RunReport): Note {
  return {
    title: `${plural(notWatched.length, 'file')} not watched`,
    items: notWatched.map(({ file, reason }) => `${file}: ${reason}`),
  }
}

function unusedRules({ partial, unusedRules }: RunReport): Note {
  const stale = partial.length === 0 ? unusedRules : []
  return {
    title: `${plural(stale.length, 'allow rule')} matched nothing; remove what is stale`,
    items: stale.map(({ reason, ...rule }) => `${JSON.stringify(rule)}  ${reason}`),
  }
}
