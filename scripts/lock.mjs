import { randomUUID } from 'node:crypto'
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Runs `work` while no other process on this machine holds the lock of that path.
 * @template T
 * @param {string} path
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(path, work) {
  await acquire(path)
  try {
    return await work()
  } finally {
    await rm(path, { force: true })
  }
}

async function acquire(path) {
  await mkdir(dirname(path), { recursive: true })
  // Not by the process: each of its threads has a module like this one.
  const claim = `${path}.${randomUUID()}`
  await writeFile(claim, String(process.pid))
  const giveUp = Date.now() + 15 * 60_000
  try {
    for (;;) {
      try {
        // A link appears together with its content, so a lock always names its holder.
        await link(claim, path)
        return
      } catch (error) {
        if (error.code !== 'EEXIST') throw error
      }
      if (Date.now() > giveUp) throw new Error(`gave up waiting for ${path}, held by process ${await holderOf(path)}`)
      await breakIfDead(path, claim)
      await sleep(100)
    }
  } finally {
    await rm(claim, { force: true })
  }
}

async function breakIfDead(path, claim) {
  const holder = await holderOf(path)
  if (holder === undefined || isAlive(holder)) return
  const taken = `${claim}.dead`
  await rename(path, taken).catch(() => {})
  // Another waiter may have broken the same lock and taken it in between: then it goes back.
  const moved = await holderOf(taken)
  if (moved !== undefined && moved !== holder) await link(taken, path).catch(() => {})
  await rm(taken, { force: true })
}

async function holderOf(path) {
  const text = await readFile(path, 'utf8').catch(() => undefined)
  return text === undefined ? undefined : Number(text)
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}
