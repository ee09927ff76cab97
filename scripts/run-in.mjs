import { spawn } from 'node:child_process'

// What a test run around this one would tell a test run inside it.
const inherited =
  /^(VITEST|VITE_|JEST_|NODE_OPTIONS$|NODE_ENV$|NODE_V8_COVERAGE$|FORCE_COLOR$|GITHUB_|CI$|TEST$|npm_|NO_ORPHANS)/

/**
 * Runs one Node program to its end, as a person would in that directory, with colours off.
 * @param {string} dir
 * @param {string} node the binary
 * @param {string[]} args
 * @param {Record<string, string>} [env] on top of a plain one
 * @param {{ timeout?: number, until?: string }} [options] after the timeout, in ms, the run is killed; and once it has written
 * the text, for a run that never ends by itself
 * @returns {Promise<{ code: number | null, signal: string | null, timedOut: boolean, stdout: string, stderr: string }>}
 */
export function runIn(dir, node, args, env = {}, { timeout = 90_000, until } = {}) {
  const kept = Object.entries(process.env).filter(([name]) => !inherited.test(name))
  return new Promise((resolve, reject) => {
    const child = spawn(node, args, {
      cwd: dir,
      env: { ...Object.fromEntries(kept), NO_COLOR: '1', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      // Its own process group, so that what a leaky fixture started goes with it.
      detached: process.platform !== 'win32',
    })
    const result = { code: null, signal: null, timedOut: false, stdout: '', stderr: '' }
    const collect = (name) =>
      child[name].setEncoding('utf8').on('data', (text) => {
        result[name] += text
        if (until && result[name].includes(until)) killGroup(child)
      })
    collect('stdout')
    collect('stderr')
    const timer = setTimeout(() => {
      result.timedOut = true
      killGroup(child)
    }, timeout)
    child.on('error', (error) => {
      clearTimeout(timer)
      reject(error)
    })
    child.on('exit', (code, signal) => {
      clearTimeout(timer)
      Object.assign(result, { code, signal })
      killGroup(child)
      // Where there are no process groups, what outlives the run may hold its output open.
      setTimeout(() => {
        child.stdout.destroy()
        child.stderr.destroy()
      }, 2000).unref()
    })
    child.on('close', () => resolve(result))
  })
}

function killGroup(child) {
  try {
    if (process.platform === 'win32') child.kill('SIGKILL')
    else process.kill(-child.pid, 'SIGKILL')
  } catch {
    // Nothing of it is left.
  }
}
