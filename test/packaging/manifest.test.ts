import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { beforeAll, describe, expect, test } from 'vitest'
import { filesBelow } from '../../scripts/hash.mjs'
import { runIn } from '../../scripts/lab.mjs'
import { root } from '../../scripts/run.mjs'
import { install, names, published, tarballOf } from './install.js'

describe.each(names)('@no-orphans/%s', (name) => {
  let dir: string
  beforeAll(async () => {
    dir = join(await install(name), 'node_modules/@no-orphans', name)
  })

  test('publint has nothing to say', async () => {
    const pkgDir = join(root, 'packages', name)
    const file = await readFile(await tarballOf(name))
    const tarball = new Uint8Array(file).buffer
    const { messages } = await publint({ pack: { tarball }, strict: true })
    const manifest = JSON.parse(await readFile(join(pkgDir, 'package.json'), 'utf8'))
    expect(messages.map((message) => formatMessage(message, manifest, { color: false }))).toEqual([])
  })

  test('attw has nothing to say', async () => {
    const attw = join(root, 'node_modules/@arethetypeswrong/cli/dist/index.js')
    const args = [attw, await tarballOf(name), '--profile', 'node16', '--format', 'json']
    const { code, stdout, stderr } = await runIn(root, process.execPath, args)
    const { analysis, problems } = JSON.parse(stdout || stderr)
    // The profile allows what the resolution of TypeScript 4 does not find: it knows no "exports".
    const ours = Object.values<any[]>(problems)
      .flat()
      .filter(({ resolutionKind }) => resolutionKind !== 'node10')
    expect({ code, ours }).toEqual({ code: 0, ours: [] })
    expect(Object.keys(analysis.entrypoints)).toEqual(
      expect.arrayContaining(published[name].entries.map((entry) => `.${entry}`)),
    )
  })

  test('holds what runs and nothing else', async () => {
    const files = (await filesBelow(dir)).map((file) => file.slice(dir.length + 1).replaceAll('\\', '/'))
    const extra = files.filter((file) => !/^dist\/(esm|cjs)\/.+\.(d\.)?c?[jt]s$|^dist\/cjs\/package\.json$/.test(file))
    expect(extra.filter((file) => file !== 'README.md')).toEqual(
      name === 'core' ? ['LICENSE', 'package.json', 'report.schema.json'] : ['LICENSE', 'package.json'],
    )
    expect(files.filter((file) => /test|\.map$|(?<!\.d)\.ts$/.test(file))).toEqual([])
  })
})
