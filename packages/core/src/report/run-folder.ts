import fs from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { threadId } from 'node:worker_threads'
import type { RunRecord } from './records.js'

/*
 * The folder in which the workers of a run leave what they know. Its path reaches them in the environment, and is part
 * of the environment of everything they start.
 */

// Taken before a test can put a spy in its place.
const { appendFileSync, readFileSync } = fs

export const runVariable = 'NO_ORPHANS_RUN'

// Projects have roots of their own; in a report all paths are relative to the run's.
const rootName = 'root'

const prefix = 'no-orphans-run-'

/** Makes the folder of a run, in the main process, before workers start. */
export function openRunFolder(root: string): string {
  const folder = fs.mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`))
  fs.writeFileSync(join(folder, rootName), root)
  process.env[runVariable] = folder
  return folder
}

/** Removes the folder of a run. */
export function closeRunFolder(folder: string): void {
  if (variable() === folder) delete process.env[runVariable]
  fs.rmSync(folder, { recursive: true, force: true })
}

/** Forgets what was recorded: a new run of the same process begins. */
export function emptyRunFolder(folder: string): void {
  for (const name of fs.readdirSync(folder)) if (name !== rootName) fs.rmSync(join(folder, name), { force: true })
}

// In a worker the path ends like this, and so it does for all that tests start there.
const ofTests = '/'

/** How the environment of what a test has started names the run. */
export const inEnvironment = (folder: string): string => `${runVariable}=${folder}${ofTests}`

/** Tests are run here from now on: what is started is theirs, and not the main process's. */
export function beginTests(folder: string): void {
  process.env[runVariable] = folder + ofTests
}

const variable = (): string | undefined => process.env[runVariable]?.replace(/\/$/, '')

/** The folder of the run that this worker is of. A run inside a test inherits the variable, and is not of that run. */
export function folderOfRun(): string | undefined {
  const folder = variable()
  if (!folder) return undefined
  const main = Number(basename(folder).slice(prefix.length).split('-')[0])
  return main === process.pid || main === process.ppid ? folder : undefined
}

/** The root of the run, as its main process has it. */
export const rootOfRun = (folder: string): string => readFileSync(join(folder, rootName), 'utf8')

/** Where this worker writes. */
export const workerFile = (folder: string): string => join(folder, `${process.pid}-${threadId}.ndjson`)

/** Appends records at once: after a crash they are there. Opens nothing that stays open. */
export function append(file: string, ...records: RunRecord[]): void {
  try {
    appendFileSync(file, records.map((record) => `${JSON.stringify(record)}\n`).join(''))
  } catch (error) {
    // A folder that is gone belongs to a run that is over: there is nobody left to read.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}

/** What each worker of a run has told so far, in order. */
export function readRecords(folder: string): RunRecord[][] {
  const names = fs.readdirSync(folder).filter((name) => name.endsWith('.ndjson'))
  return names.sort().map((name) => {
    const lines = fs.readFileSync(join(folder, name), 'utf8').split('\n')
    return lines.flatMap((line) => parse(line))
  })
}

/** A worker that was killed while it wrote leaves half a line. */
function parse(line: string): RunRecord[] {
  if (line === '') return []
  try {
    return [JSON.parse(line) as RunRecord]
  } catch {
    return []
  }
}
