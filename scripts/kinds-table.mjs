/*
 * The README's table of kinds, made from what the built core says of every specimen of the conformance table.
 *
 *   node scripts/kinds-table.mjs           prints it
 *   node scripts/kinds-table.mjs --write   puts it into the README
 */
import { spawn } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { root } from './run.mjs'

const readme = join(root, 'README.md')
const between = /(?<=<!-- kinds:.*-->\n)[\s\S]*(?=<!-- kinds end -->)/

/** @returns {Promise<string>} the table, as Markdown */
export async function kindsTable() {
  const found = await openAll()
  const missed = found.filter(({ description }) => description === undefined)
  if (missed.length > 0) throw new Error(`not reported: ${missed.map(({ name }) => name).join(', ')}`)
  const kinds = [...new Set(found.map(({ kind }) => kind))]
  const rows = kinds.map((kind) => {
    const all = found.filter((each) => each.kind === kind)
    const opened = all.map(({ name, isUnref }) => (isUnref && !name.includes('unref') ? `${name} (unref)` : name))
    const remedies = new Set(all.map(({ remedy }) => remedy))
    return [`\`${kind}\``, opened.join('; '), asExample(all[0].description), [...remedies].join('; ')]
  })
  const head = ['kind', 'opened by', 'reported as, for instance', 'and how to end it']
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')
}

/** What was reported of each specimen. Its standard input is a pipe, as something must be there to be read. */
function openAll() {
  const program = join(root, 'packages/core/test/conformance/kinds.mjs')
  // WebSocket is there on the oldest Node behind a flag.
  const child = spawn(process.execPath, ['--experimental-websocket', '--no-warnings', program], {
    env: { PATH: process.env.PATH, UV_THREADPOOL_SIZE: '1' },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const chunks = []
  child.stdout.setEncoding('utf8').on('data', (chunk) => chunks.push(chunk))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => {
      const lines = chunks.join('').trim().split('\n')
      if (code === 0) resolve(lines.map((line) => JSON.parse(line)))
      else reject(new Error(`${program} ended with ${code}`))
    })
  })
}

/** The same for every run, machine and place. */
function asExample(description) {
  return description
    .replaceAll(process.execPath, 'node')
    .replaceAll('\\', '/')
    .replace(/(127\.0\.0\.1|localhost):\d+/, '$1:43121')
    .replace(/child process \d+/, 'child process 4711')
    .replace(/process\.kill\(\d+, 0\)/, '{}')
    .replace(/fd \d+/, 'fd 23')
    .replace(/due in (59\.\d|60\.0) s/, 'due in 59.8 s')
    .replace(/\S+\/no-orphans-\w+(?=\/|$)/, 'data')
    .replace(/(file\.txt)[\w.]*/, '$1')
}

/** @returns {Promise<string | undefined>} the table that the README shows */
export async function shownTable() {
  return between.exec(await readFile(readme, 'utf8'))?.[0].trim()
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const table = await kindsTable()
  if (process.argv.includes('--write')) {
    const text = await readFile(readme, 'utf8')
    await writeFile(
      readme,
      text.replace(between, () => `\n${table}\n\n`),
    )
  } else console.log(table)
}
