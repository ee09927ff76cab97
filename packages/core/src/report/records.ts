import type { AllowRule, ResolvedOptions } from '../options.js'
import type { Orphan } from '../orphan.js'

/*
 * What a worker tells, one line of JSON each, appended at once to a file of its own: what was known when it crashed is
 * there. Ids are unique within one worker.
 */

/** The first line of a worker's file. */
export interface WorkerRecord {
  t: 'worker'
  pid: number
  thread: number
  node: string
}

/** A test file begins. */
export interface FileRecord {
  t: 'file'
  id: number
  file: string
  project?: string
  at: number
  runner: { name: string; version: string }
  options: ResolvedOptions
}

/** A try of a test begins; only when a report is asked for. */
export interface TestRecord {
  t: 'test'
  id: number
  of: number
  name: string
  at: number
  try?: number
}

/** A try of a test has ended, before what it left was judged. */
export interface TestEndRecord {
  t: 'test-end'
  id: number
  at: number
}

/** Something was judged. */
export interface JudgedRecord {
  t: 'judged'
  id: number
  of: number
  /** Which try of the test that owns it, when not the first. */
  try?: number
  verdict: 'orphan' | 'known' | 'allowed'
  where: 'test' | 'file'
  at: number
  orphan: Orphan
  rule?: AllowRule
  /** Its lifetimes, when a report is asked for. */
  resources?: number[]
}

/** What was judged has since been closed by somebody. */
export interface ReleasedRecord {
  t: 'released'
  id: number
  at: number
}

/** A callback of an orphan ran while another test did. */
export interface DisturbedRecord {
  t: 'disturbed'
  id: number
  test: string
  file?: string
  times: number
}

/** A resource that outlived a moment; only when a report is asked for. */
export interface ResourceRecord {
  t: 'resource'
  id: number
  of: number
  /** The try of the test that owns it. */
  test?: number
  at: number
  orphan: Orphan
}

/** It is gone. */
export interface ResourceEndRecord {
  t: 'resource-end'
  id: number
  at: number
}

/** A child process was started in a test file. */
export interface ChildRecord {
  t: 'child'
  of: number
  pid: number
  command: string
  orphan: Orphan
}

/** The file's last verdict is given. */
export interface FileEndRecord {
  t: 'file-end'
  id: number
  at: number
  /** The allow rules of the options that matched nothing, as JSON. */
  unused: string[]
}

/** The file was let go of. */
export interface FileClosedRecord {
  t: 'file-closed'
  id: number
  at: number
  /** What could not be closed, in words. */
  stuck: string[]
  /** What is still open in the worker, also of earlier files. */
  left: Orphan[]
}

/** A file that is not watched, or not to its end. */
export interface NotWatchedRecord {
  t: 'not-watched'
  file: string
  project?: string
  reason: string
}

/** Not all of a file was run. */
export interface PartialRecord {
  t: 'partial'
  reason: string
}

/** One line of a worker's file. */
export type RunRecord =
  | WorkerRecord
  | FileRecord
  | TestRecord
  | TestEndRecord
  | JudgedRecord
  | ReleasedRecord
  | DisturbedRecord
  | ResourceRecord
  | ResourceEndRecord
  | ChildRecord
  | FileEndRecord
  | FileClosedRecord
  | NotWatchedRecord
  | PartialRecord
