/* The command of a child process is told on one line that a person reads. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { findOrphans } from '../src/index.js'

const node = (...args: string[]) => spawn(process.execPath, args, { argv0: 'node' })

async function described(...args: string[]): Promise<string[]> {
  const left = await findOrphans(() => void node(...args), { reclaim: 'test' })
  return left.map(({ description }) => description)
}

test('a script of several lines', async () => {
  const script = 'const tick = () => {}\n\n  setInterval(tick, 1000)\n'
  expect(await described('-e', script)).toEqual([
    expect.stringMatching(/^child process \d+: node -e const tick = \(\) => \{\} setInterval\(tick, 1000\) $/),
  ])
  expect(await findOrphans(async () => void (await once(node('-e', 'const a = 1\nconst b = 2'), 'close')))).toEqual([])
})

test('a command with very many switches is cut', async () => {
  const switches = Array.from({ length: 100 }, (_, index) => `--switch-${index}`)
  const [only = '', ...others] = await described('-e', 'setInterval(() => {}, 1000)', '--', ...switches)
  expect(others).toEqual([])
  expect(only).toMatch(
    /^child process \d+: node -e setInterval\(\(\) => \{\}, 1000\) -- --switch-0 --switch-1 .*\.\.\.$/,
  )
  expect(only.replace(/^child process \d+: /, '')).toHaveLength(203)
})
