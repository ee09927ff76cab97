import { spawn } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = join(dirname(fileURLToPath(import.meta.url)), '..')

/**
 * Runs a program of an installed package by its file, so that no shell is in between on any system.
 * @param {string[]} args the file and its arguments
 * @param {{ cwd?: string, quiet?: boolean }} [options] quiet keeps the output, and shows it only in the error
 * @returns {Promise<string>} what it wrote
 */
export function runNode(args, options) {
  return run(process.execPath, args, options)
}

/**
 * @param {string[]} args
 * @param {{ cwd?: string, quiet?: boolean }} [options]
 * @returns {Promise<string>} what it wrote
 */
export function runNpm(args, options) {
  // Inside `npm run` the very npm that is running is known; elsewhere it is found by name, which needs a shell on Windows.
  const npm = process.env.npm_execpath
  if (npm?.endsWith('.js')) return run(process.execPath, [npm, ...args], options)
  return run('npm', args, { ...options, shell: process.platform === 'win32' })
}

function run(command, args, { cwd = root, quiet = false, shell = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, shell, stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit' })
    let stdout = ''
    let stderr = ''
    child.stdout?.setEncoding('utf8').on('data', (text) => {
      stdout += text
    })
    child.stderr?.setEncoding('utf8').on('data', (text) => {
      stderr += text
    })
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) resolve(stdout)
      else reject(new Error(`${command} ${args.join(' ')} (in ${cwd}) ended with ${code}\n${stdout}${stderr}`))
    })
  })
}
