import { isAbsolute, join } from 'node:path'
import { threadId } from 'node:worker_threads'
import { disturbances } from '../disturbance.js'
import { currentFramework } from '../framework.js'
import { mayHold } from '../judge.js'
import { needRest } from '../on-demand.js'
import type { ResolvedOptions } from '../options.js'
import type { Orphan } from '../orphan.js'
import { unusedRules } from '../rules.js'
import type { Scope } from '../scope.js'
import { realEpoch, turn } from '../turns.js'
import type { Judged, Watchers } from '../watch-file.js'
import { ChildList } from './children.js'
import type { RunRecord } from './records.js'
import { append, beginTests, folderOfRun, rootOfRun, workerFile } from './run-folder.js'

/*
 * For adapters. What a worker keeps for the run report, and its answer to "is this orphan known?", plug in with
 *
 *   const { FileWatch, recorder } = engine()
 *   const file = new FileWatch(path, options, recorder(path, options, { project }))
 *
 * and nothing more: FileWatch tells it of files and tests. `file.test(name, 2)` says that it is a second try. A failed
 * test gets the line `test.note()`, when there is one. Without a run folder (no reporter of ours in the main process)
 * nothing is written, and the baseline still holds.
 */

/** What only the adapter knows of a file. */
export interface RecorderContext {
  /** The name of the project it runs in, where a run may have several. */
  project?: string
}

const begun = new Set<string>()
const unclosed = new Set<Scope>()
let lastId = 0

/**
 * What to give to `FileWatch` for the run report and the baseline.
 *
 * @param file Absolute path of the test file.
 * @throws BaselineError when there is a baseline that cannot be read.
 */
export function recorder(file: string, options: ResolvedOptions, context: RecorderContext = {}): Watchers {
  const folder = folderOfRun()
  const known = options.baseline ? knownIn(options.baseline, folder) : undefined
  const baseline: Watchers = known
    ? { isKnown: known.isKnown, onTest: (scope, number) => number > 1 && known.retry(scope.name) }
    : {}
  if (!folder) {
    if (options.report && options.mode !== 'off') hint()
    return baseline
  }
  if (options.mode === 'off') {
    append(workerFile(folder), notWatched(file, context, "its mode is 'off'"))
    return baseline
  }
  beginTests(folder)
  const records = recordInto(folder, file, options, context)
  return {
    ...baseline,
    ...records,
    onTest(scope, number) {
      baseline.onTest?.(scope, number)
      records.onTest?.(scope, number)
    },
  }
}

function knownIn(baseline: string, folder: string | undefined) {
  const { knownBy, readBaseline } = needRest()
  const root = folder ? rootOfRun(folder) : currentFramework().root
  const file = isAbsolute(baseline) ? baseline : join(root, baseline)
  return knownBy(readBaseline(file) ?? [], root)
}

function notWatched(file: string, { project }: RecorderContext, reason: string): RunRecord {
  return { t: 'not-watched', file, ...(project && { project }), reason }
}

function recordInto(folder: string, file: string, options: ResolvedOptions, context: RecorderContext): Watchers {
  const path = workerFile(folder)
  const write = (...records: RunRecord[]): void => append(path, ...records)
  const id = ++lastId
  const detailed = options.report !== undefined
  const lifetimes = detailed ? new (needRest().Lifetimes)(id, () => ++lastId, write) : undefined
  const judged: { id: number; orphan: Orphan }[] = []
  const tries = new WeakMap<object, number>()
  const tests = new Map<object, number>()
  const children = new ChildList()

  return {
    onBegin(scope) {
      const { name, version } = currentFramework()
      const { project } = context
      const worker: RunRecord = { t: 'worker', pid: process.pid, thread: threadId, node: process.version }
      write(...(begun.has(path) ? [] : [worker]), {
        t: 'file',
        id,
        file,
        ...(project && { project }),
        at: realEpoch(),
        runner: { name, version },
        options,
      })
      begun.add(path)
      lifetimes?.start(scope)
      children.start()
    },
    onTest(scope, number) {
      if (number > 1) tries.set(scope, number)
      if (!lifetimes) return
      const test = ++lastId
      tests.set(scope, test)
      lifetimes.ownedBy(scope, test)
      write({ t: 'test', id: test, of: id, name: scope.name, at: realEpoch(), ...(number > 1 && { try: number }) })
    },
    onTestEnd(scope) {
      const test = tests.get(scope)
      tests.delete(scope)
      lifetimes?.sample()
      if (test) write({ t: 'test-end', id: test, at: realEpoch() })
    },
    onJudged({ verdict, orphan, rule, at }: Judged) {
      const entries = needRest().entriesOf(orphan)
      const number = entries[0] && tries.get(entries[0].scope)
      const one = ++lastId
      judged.push({ id: one, orphan })
      const resources = lifetimes && entries.map((entry) => lifetimes.keep(entry))
      write({
        t: 'judged',
        id: one,
        of: id,
        ...(number && { try: number }),
        verdict,
        where: at,
        at: realEpoch(),
        orphan,
        ...(rule && { rule }),
        ...(resources && { resources }),
      })
    },
    async onEnd() {
      // What a hook has just closed is closed when its close callback has run.
      if (judged.length > 0) await turn()
      const at = realEpoch()
      lifetimes?.sample()
      for (const { id, orphan } of judged) {
        // With reclaim: 'test' it was closed by nobody but ourselves.
        const entries = needRest().entriesOf(orphan)
        const isReleased =
          entries.length > 0 && entries.every((entry) => entry.state() === 'closed' && !entry.scope.goesOn)
        if (isReleased && options.reclaim !== 'test' && orphan.kind !== 'timeout') write({ t: 'released', id, at })
        for (const { test, times } of disturbances(entries)) {
          write({ t: 'disturbed', id, test: test.name, ...(test.file && { file: test.file }), times })
        }
      }
      for (const started of children.end()) {
        const child = needRest().describeChild(started)
        if (child) write({ t: 'child', of: id, ...child })
      }
      write({ t: 'file-end', id, at, unused: unusedRules(options.allow).map((rule) => JSON.stringify(rule)) })
    },
    onStopped: (reason) => write(notWatched(file, context, reason)),
    onPartial: (reason) => write({ t: 'partial', reason }),
    onClose(stuck, scope) {
      lifetimes?.stop()
      write({ t: 'file-closed', id, at: realEpoch(), stuck, left: leftOfAll(scope) })
    },
  }
}

/** What this worker still holds when a file is over, also of the files before it. */
function leftOfAll(last: Scope): Orphan[] {
  unclosed.add(last)
  return [...unclosed].flatMap((scope) => {
    const left = mayHold(scope) ? needRest().leftOpen(scope) : []
    if (left.length === 0) unclosed.delete(scope)
    return left
  })
}

let hinted = false

function hint(): void {
  const isFirst = (process.env.JEST_WORKER_ID ?? '1') === '1'
  if (hinted || !isFirst) return
  hinted = true
  process.stderr.write(
    "no-orphans: no report is written: add its reporter to Jest's configuration, reporters: ['default', '@no-orphans/jest-env/reporter']\n",
  )
}
