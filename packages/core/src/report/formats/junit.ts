import { goneSentence, sentences } from '../gate.js'
import type { ReportedOrphan } from '../run-report.js'
import type { Format } from './index.js'

/** JUnit's XML, as CI servers read it: a suite for each test file, a case for each origin that a test left. */
export const junit: Format = (report, { gone, passed }) => {
  const seconds = ((report.endedAt - report.startedAt) / 1000).toFixed(3)
  const stamp = new Date(report.startedAt).toISOString().slice(0, 19)
  const suites = new Map<string, string[]>()
  const failures = new Map<string, number>()
  const add = (suite: string, xml: string, failed: boolean): void => {
    suites.set(suite, [...(suites.get(suite) ?? []), xml])
    failures.set(suite, (failures.get(suite) ?? 0) + (failed ? 1 : 0))
  }
  for (const orphan of report.orphans) {
    if (orphan.verdict === 'allowed') continue
    add(orphan.owner.file ?? 'no file', caseOf(orphan), orphan.verdict !== 'known')
  }
  const file = report.baseline?.file ?? 'the baseline'
  for (const entry of gone) {
    const message = goneSentence(entry, file)
    const body = passed
      ? ''
      : `\n      <failure type="known orphan gone" message="${escaped(message)}">${escaped(message)}</failure>\n    `
    add(
      file,
      `    <testcase name="${escaped(entry.line || entry.kind)}" classname="${escaped(file)}" time="0">${body}</testcase>`,
      !passed,
    )
  }
  // One schema wants the list of properties, the other wants something in it.
  const properties = `<properties><property name="runner" value="${escaped(`${report.runner.name} ${report.runner.version}`)}"/></properties>`
  // A suite without a case is what CI servers take for a run that did nothing.
  if (suites.size === 0)
    add(
      'no-orphans',
      '    <testcase name="nothing was left running" classname="no-orphans" time="0"></testcase>',
      false,
    )
  const parts = [...suites].map(([name, cases], index) => {
    const counts = `tests="${cases.length}" failures="${failures.get(name)}" errors="0"`
    return `  <testsuite name="${escaped(name)}" id="${index}" package="no-orphans" ${counts} time="${index === 0 ? seconds : '0'}" timestamp="${stamp}" hostname="localhost">\n    ${properties}\n${cases.join('\n')}\n    <system-out></system-out>\n    <system-err></system-err>\n  </testsuite>`
  })
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${parts.join('\n')}\n</testsuites>\n`
}

function caseOf(orphan: ReportedOrphan): string {
  const name = `${orphan.owner.name}: ${orphan.kind} left running${orphan.origin ? ` (${orphan.origin.file}:${orphan.origin.line})` : ''}`
  const head = `    <testcase name="${escaped(name)}" classname="${escaped(orphan.owner.file ?? 'no file')}" time="0">`
  if (orphan.verdict === 'known') return `${head}</testcase>`
  const stack = orphan.stack.map(
    (frame) =>
      `    at ${frame.function ? `${frame.function} (` : ''}${frame.file}:${frame.line}:${frame.column}${frame.function ? ')' : ''}`,
  )
  return `${head}\n      <failure type="orphan" message="${escaped(sentences(orphan))}">${escaped([sentences(orphan), ...stack].join('\n'))}</failure>\n    </testcase>`
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' }

// XML has no way to write a control character.
const unwritable = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu

const escaped = (text: string): string =>
  text.replace(unwritable, '\ufffd').replace(/[&<>"']/g, (each) => entities[each] ?? each)
