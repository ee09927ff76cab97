import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { portable } from './fingerprint.js'
import { frameOf } from './frames.js'
import type { ChildRecord, RunRecord } from './records.js'
import { inEnvironment } from './run-folder.js'
import type { SurvivingProcess } from './run-report.js'

interface Process {
  pid: number
  parent: number
  session: number
  command: string
  age?: number
}

/**
 * The processes that tests started and that still run.
 *
 * On Linux every process that tests started is known by its environment, so that also what a child left behind is found; on
 * other systems only what tests started themselves.
 */
export async function survivors(
  folder: string,
  workers: readonly RunRecord[][],
  root: string,
): Promise<SurvivingProcess[]> {
  const told = workers.flat()
  const children = told.filter((record): record is ChildRecord => record.t === 'child')
  const own = new Set([process.pid, ...told.flatMap((record) => (record.t === 'worker' ? [record.pid] : []))])
  const found = process.platform === 'linux' ? ofThisRun(folder, Math.min(...own)) : await stillRunning(children)
  const all = new Map(found.map((each) => [each.pid, each]))
  return found.flatMap((each) => {
    if (own.has(each.pid)) return []
    const lineage = lineageOf(each.pid, all)
    const child = childOf(lineage, each.session, children)
    // What a runner or a tool started, and still holds, came from no test.
    if (!child && lineage.some((pid) => own.has(pid))) return []
    const { pid, age, command } = each
    return [{ pid, ...(age !== undefined && { age: Math.round(age) }), command, ...(child && startOf(child, root)) }]
  })
}

function startOf({ orphan }: ChildRecord, root: string): Pick<SurvivingProcess, 'origin' | 'owner'> {
  const frame = orphan.origin ?? orphan.creator
  const file = orphan.owner.file && portable(root, orphan.owner.file)
  const { type, name } = orphan.owner
  return { ...(frame && { origin: frameOf(frame, root) }), owner: { type, name, ...(file && { file }) } }
}

/** The child that a process is, or came from: by its parents, else by the session that it was put in. */
function childOf(
  lineage: readonly number[],
  session: number,
  children: readonly ChildRecord[],
): ChildRecord | undefined {
  return children.find(({ pid }) => lineage.includes(pid)) ?? children.find(({ pid }) => pid === session)
}

/** A process and its parents, as far as they are of this run. */
function lineageOf(pid: number, all: ReadonlyMap<number, Process>): number[] {
  const parent = all.get(pid)?.parent
  return parent && all.has(pid) ? [pid, ...lineageOf(parent, all)] : [pid]
}

/** @param first The lowest number that the run's own processes have: the system counts up, and those of the run came later. */
function ofThisRun(folder: string, first: number): Process[] {
  const marker = inEnvironment(folder)
  const later = readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > first)
  return later.flatMap((pid) => {
    try {
      if (!readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(marker)) return []
      return [readProcess(pid)]
    } catch {
      // It is gone, or somebody else's.
      return []
    }
  })
}

function readProcess(pid: number): Process {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  if (fields[0] === 'Z') throw new Error('it has ended')
  const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
  const uptime = Number(readFileSync('/proc/uptime', 'utf8').split(' ')[0])
  // The clock of /proc ticks a hundred times a second on every architecture that Node runs on.
  const age = Math.max(0, uptime * 1000 - Number(fields[19]) * 10)
  return { pid, parent: Number(fields[1]), session: Number(fields[3]), command, age }
}

async function stillRunning(children: readonly ChildRecord[]): Promise<Process[]> {
  const running = children.filter(({ pid }) => isRunning(pid))
  const ages = await Promise.all(running.map(({ pid }) => ageOf(pid)))
  return running.map(({ pid, command }, index) => {
    const age = ages[index]
    return { pid, parent: 0, session: 0, command, ...(age !== undefined && { age }) }
  })
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function ageOf(pid: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    execFile('ps', ['-o', 'etime=', '-p', String(pid)], (error, stdout) => {
      const parts = /^(?:(?:(\d+)-)?(\d+):)?(\d+):(\d+)$/.exec(stdout.trim())
      if (error || !parts) return resolve(undefined)
      const [days = 0, hours = 0, minutes = 0, seconds = 0] = parts.slice(1).map((part) => Number(part ?? 0))
      resolve((((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000)
    })
  })
}
