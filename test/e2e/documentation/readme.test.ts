import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { kinds } from '../../../packages/core/src/kinds/index.js'
import { kindNames } from '../../../packages/core/src/kinds/names.js'
import { build, packages } from '../../../scripts/build.mjs'
import { kindsTable, shownTable } from '../../../scripts/kinds-table.mjs'
import { command, copyFixture, runIn } from '../../../scripts/lab.mjs'
import { root } from '../../../scripts/run.mjs'

const read = (file: string): Promise<string> => readFile(join(root, file), 'utf8')

test('the table of kinds is what the packages say; else: node scripts/kinds-table.mjs --write', async () => {
  await build()
  const made = await kindsTable()
  const shown = (await shownTable()) ?? ''
  // There its open directories cannot be known.
  const known = process.platform === 'win32' ? shown.replace(/^\| `directory`.*\n/m, '') : shown
  expect(known).toBe(made)
  for (const { name } of kinds) expect(shown).toContain(`\n| \`${name}\` |`)
  // What an allow rule may name; what was not tracked has no row.
  const names = [...shown.matchAll(/^\| `([\w-]+)` \|/gm)].map(([, name]) => name)
  expect([...names, 'untracked'].sort()).toEqual([...kindNames].sort())
})

test('the failure on the first screen is the one of the demo', async () => {
  const shown = /```\n(OrphanError: [\s\S]*?)\n```/.exec(await read('README.md'))?.[1] ?? ''
  const dir = await copyFixture('vitest-4', 'demo/vitest')
  const { stderr } = await runIn(dir, process.execPath, [await command('vitest-4'), 'run'])
  const withoutPort = (text: string): string => text.replace(/127\.0\.0\.1:\d+/g, '127.0.0.1')
  expect(shown).toContain('TCP server')
  expect(withoutPort(stderr)).toContain(withoutPort(shown))
})

test('every dependency is named with its reason', async () => {
  const section = /^## Dependencies[\s\S]*?(?=^## )/m.exec(await read('README.md'))?.[0] ?? ''
  for (const dir of [root, ...packages]) {
    const manifest = JSON.parse(await readFile(join(dir, 'package.json'), 'utf8'))
    for (const field of ['dependencies', 'peerDependencies', 'devDependencies']) {
      for (const name of Object.keys(manifest[field] ?? {})) expect(section).toContain(`\`${name}\``)
    }
  }
})

const documents = [
  'README.md',
  'CONTRIBUTING.md',
  ...packages.map((dir: string) => join(dir, 'README.md').slice(root.length + 1)),
  'fixtures/patterns/README.md',
  'fixtures/libraries/README.md',
]

/** As GitHub makes a heading's anchor. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\w\- ]/g, '')
    .replaceAll(' ', '-')

test.each(documents)('every link of %s leads somewhere', async (document) => {
  const text = await read(document)
  const links = [...text.matchAll(/\]\(([^)\s]+)\)|(?:src|srcset)="([^"]+)"/g)].map(
    (match) => match[1] ?? match[2] ?? '',
  )
  for (const link of links) {
    if (/^https?:/.test(link)) continue
    const [path = '', anchor] = link.split('#')
    const file = path ? join(dirname(document), path) : document
    expect(existsSync(join(root, file)), link).toBe(true)
    if (!anchor) continue
    const headings = [...(await read(file)).matchAll(/^#+ (.*)$/gm)].map((match) => anchorOf(match[1] ?? ''))
    expect(headings, link).toContain(anchor)
  }
})

test('the patterns tour shows every folder', async () => {
  const tour = await read('fixtures/patterns/README.md')
  const folders = (await readdir(join(root, 'fixtures/patterns'), { withFileTypes: true }))
    .filter((entry) => entry.isDirectory() && !['node_modules', 'plain-node'].includes(entry.name))
    .map(({ name }) => name)
  for (const folder of folders) expect(tour).toContain(`\`${folder}\``)
})
