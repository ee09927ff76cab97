import { resolveOptions } from '../../src/options.js'
import { fingerprintOf } from '../../src/report/fingerprint.js'
import type { ReportedOrphan, RunReport } from '../../src/report/run-report.js'
import { applyBaseline, identityOfReported } from '../../src/report/verdicts.js'

/* A report that has one of everything, alike on every machine. */

/** An orphan of a report; what is not given is that of an interval of the project's own. */
export function orphan(given: Partial<ReportedOrphan> = {}): ReportedOrphan {
  const frame = { function: 'poll', file: 'src/poll.ts', line: 9, column: 10 }
  const made: ReportedOrphan = {
    fingerprint: '',
    verdict: 'orphan',
    kind: 'interval',
    description: 'interval every 1000 ms',
    remedy: 'stop it with clearInterval(timer)',
    origin: frame,
    creator: frame,
    stack: [frame, { file: 'test/poll.test.ts', line: 4, column: 3 }],
    line: 'return setInterval(tick, 1000)',
    function: 'poll',
    owner: { type: 'test', name: 'polls', file: 'test/poll.test.ts' },
    count: 1,
    unref: false,
    judgedAt: 'test',
    judgedTime: 1_700_000_001_000,
    ...given,
  }
  return { ...made, fingerprint: fingerprintOf(identityOfReported(made)) }
}

const metrics = { function: 'watch', file: 'src/metrics.ts', line: 5, column: 11 }
const server = { file: 'src/server & co.ts', line: 14, column: 10 }

const orphans: ReportedOrphan[] = [
  orphan({ count: 3 }),
  orphan({ owner: { type: 'test', name: 'polls <twice> & "more"', file: 'test/poll.test.ts' }, verdict: 'known' }),
  orphan({
    kind: 'interval',
    description: 'interval every 60000 ms',
    package: 'some-metrics',
    origin: metrics,
    creator: {
      function: 'start',
      file: 'node_modules/some-metrics/index.js',
      line: 2,
      column: 10,
      package: 'some-metrics',
    },
    stack: [metrics],
    line: 'metrics.start(60_000)',
    function: 'watch',
    owner: { type: 'test', name: 'counts', file: 'test/metrics.test.ts' },
    disturbed: [{ test: 'renders', file: 'test/metrics.test.ts', times: 3 }],
  }),
  orphan({
    kind: 'server',
    description: 'TCP server listening on 127.0.0.1:43121',
    remedy: 'close it with server.close()',
    origin: server,
    creator: server,
    stack: [server],
    line: 'return server.listen(0)',
    owner: { type: 'file', name: 'test/server.test.ts', file: 'test/server.test.ts' },
    judgedAt: 'file',
    releasedAt: 1_700_000_002_000,
    verdict: 'released',
  }),
  orphan({
    kind: 'timeout',
    verdict: 'allowed',
    rule: { kind: 'timeout', reason: 'debounce' },
    owner: { type: 'test', name: 'waits', file: 'test/wait.test.ts' },
  }),
]

/** The report. */
export function sample(): RunReport {
  const report: RunReport = {
    $schema: 'https://unpkg.com/@no-orphans/core/report.schema.json',
    format: 'no-orphans-report',
    version: 1,
    tool: { name: '@no-orphans/core', version: '0.1.0' },
    runner: { name: 'vitest', version: '5.0.0' },
    node: 'v24.0.0',
    platform: 'linux',
    root: '/project',
    startedAt: 1_700_000_000_000,
    endedAt: 1_700_000_004_000,
    partial: [],
    options: resolveOptions({ report: 'orphans.json', baseline: 'orphans.baseline.json', ratchet: true }),
    totals: {
      files: 5,
      tests: 12,
      testsWithOrphans: 0,
      orphans: 0,
      known: 0,
      allowed: 0,
      released: 0,
      notWatched: 1,
    },
    orphans,
    files: [
      { file: 'test/poll.test.ts', status: 'watched' },
      { file: 'test/crash.test.ts', status: 'crashed' },
    ],
    notWatched: [{ file: 'test/dom.test.ts', reason: 'browser mode: there is no Node there to ask' }],
    unusedRules: [{ kind: 'socket', package: 'old-client', reason: 'its issue 12' }],
    stuck: [],
    processes: [{ pid: 4711, age: 61_000, command: 'sleep 600', origin: metrics }],
    gone: [],
  }
  const known = { ...identityOfReported(orphan()), count: 1 }
  const gone = { kind: 'socket', file: 'src/old.ts', line: 'connect(80)', count: 2 }
  return applyBaseline(report, { file: 'orphans.baseline.json', entries: [known, gone] })
}
