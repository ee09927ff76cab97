import type { AllowRule, ResolvedOptions } from '../options.js'
import type { Owner } from '../orphan.js'
import type { BaselineEntry } from './baseline.js'

/** `released`: it was an orphan when its test ended, and something, usually afterAll, has closed it since. */
export type ReportedVerdict = 'orphan' | 'known' | 'allowed' | 'released'

/** One line of a stack. Paths are relative to the report's `root` where they are below it, with forward slashes. */
export interface ReportedFrame {
  function?: string
  file: string
  line: number
  column: number
  /** The npm package of the file; none for the project's own code. */
  package?: string
}

/** One line of a source file. */
export interface SourceLine {
  line: number
  text: string
}

/** One origin's orphans in one test or file. */
export interface ReportedOrphan {
  /** Kind, package, file, enclosing function and text of the line, hashed: alike after unrelated edits. */
  fingerprint: string
  verdict: ReportedVerdict
  kind: string
  /** In words, with its facts. */
  description: string
  /** What closes it. */
  remedy: string
  /** The package that opened it; none for the project's own code. */
  package?: string
  /** The first frame of the user's own code. */
  origin?: ReportedFrame
  /** Where it was created: the frame nearest to Node's own. */
  creator?: ReportedFrame
  stack: ReportedFrame[]
  /** The lines around the origin. */
  source?: SourceLine[]
  /** The text of the origin's line, as in the baseline. */
  line: string
  /** The enclosing function of the origin, as in the baseline. */
  function?: string
  /** Who created it. `file` is the test file. */
  owner: { type: Owner['type']; name: string; file?: string }
  project?: string
  count: number
  /** Open, but it does not hold the event loop. */
  unref: boolean
  /** Whether the end of its test or of its file was its last moment. */
  judgedAt: 'test' | 'file'
  /** Epoch ms. */
  createdAt?: number
  /** Epoch ms. */
  judgedTime: number
  /** When it was found closed by somebody, epoch ms. */
  releasedAt?: number
  /** The rule that allowed it. */
  rule?: AllowRule
  /** In how many tries of its test it was left, when more than one. */
  tries?: number
  /** The tests during which its callbacks ran. */
  disturbed?: { test: string; file?: string; times: number }[]
}

/** A test file of the run. */
export interface ReportedFile {
  file: string
  project?: string
  /** `crashed`: it began and nobody told of its end. */
  status: 'watched' | 'crashed'
}

/** A file that ran unwatched. */
export interface UnwatchedFile {
  file: string
  project?: string
  reason: string
}

/** A process that was started by a test and still ran after the run. */
export interface SurvivingProcess {
  pid: number
  /** ms since it was started, where the system tells. */
  age?: number
  command: string
  /** The line that started it, or the process it came from. */
  origin?: ReportedFrame
  owner?: { type: Owner['type']; name: string; file?: string }
}

/** What the timeline draws; only what a report was asked for. */
export interface Timeline {
  /** Bars. `tests` are tries of tests. */
  files: TimelineFile[]
  origins: TimelineOrigin[]
  resources: TimelineResource[]
}

export interface TimelineFile {
  file: string
  project?: string
  start: number
  end: number
  tests: { name: string; start: number; end: number; try?: number; state?: string }[]
}

export interface TimelineOrigin extends ReportedFrame {
  source?: SourceLine[]
}

/** Numbers are indexes into the lists beside it. */
export interface TimelineResource {
  kind: string
  description: string
  remedy: string
  package?: string
  origin?: number
  file: number
  test?: number
  start: number
  /** None when it was never seen closed. */
  end?: number
  verdict?: ReportedVerdict
}

/** What a whole run found. Its JSON Schema is `@no-orphans/core/report.schema.json`. */
export interface RunReport {
  $schema?: string
  /** What tells this file from any other. */
  format: 'no-orphans-report'
  version: 1
  tool: { name: string; version: string }
  runner: { name: string; version: string }
  node: string
  platform: string
  /** The project's root on the machine that ran it. */
  root: string
  /** Epoch ms. */
  startedAt: number
  endedAt: number
  shard?: { index: number; count: number }
  /** Why the run does not show that a known orphan is gone; empty for a full run. */
  partial: string[]
  options: ResolvedOptions
  totals: {
    files: number
    tests: number
    /** Tests that left an orphan, known or not. */
    testsWithOrphans: number
    orphans: number
    known: number
    allowed: number
    released: number
    notWatched: number
  }
  orphans: ReportedOrphan[]
  files: ReportedFile[]
  notWatched: UnwatchedFile[]
  /** Allow rules that matched nothing in a full run; in one of a shard, nothing of that shard. */
  unusedRules: AllowRule[]
  /** What could not be closed, in words. */
  stuck: string[]
  /** Child processes of tests that still ran after the run. */
  processes: SurvivingProcess[]
  /** The baseline that was in force. */
  baseline?: { file: string; entries: BaselineEntry[] }
  /** Known orphans that are gone, or fewer: what to remove from the baseline. Only a full run tells. */
  gone: BaselineEntry[]
  timeline?: Timeline
}
