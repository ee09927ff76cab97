import { goneSentence, sentences } from '../gate.js'
import type { ReportedFrame, ReportedOrphan } from '../run-report.js'
import type { Format } from './index.js'

/** SARIF 2.1.0, as code scanning reads it: a result for each origin that a test left, a rule for each kind. */
export const sarif: Format = (report, { gone }) => {
  const orphans = report.orphans.filter(({ verdict }) => verdict !== 'allowed')
  const kinds = [...new Set(orphans.map(({ kind }) => kind))].sort()
  const file = report.baseline?.file ?? 'the baseline'
  const results = orphans.map(resultOf)
  const stale = gone.map((entry) => ({
    ruleId: 'known-orphan-gone',
    level: 'warning',
    message: { text: goneSentence(entry, file) },
    locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(file) }, region: { startLine: 1 } } }],
  }))
  const rules = kinds.map((kind) => ({
    id: `orphan/${kind}`,
    shortDescription: { text: `A test left something of this kind running: ${kind}` },
    defaultConfiguration: { level: 'error' },
  }))
  const goneRule = {
    id: 'known-orphan-gone',
    shortDescription: { text: 'A known orphan is gone from the run but not from the baseline' },
  }
  const driver = {
    name: 'no-orphans',
    version: report.tool.version,
    informationUri: 'https://github.com/no-orphans/no-orphans',
    rules: [...rules, ...(stale.length > 0 ? [goneRule] : [])],
  }
  const run = { tool: { driver }, columnKind: 'utf16CodeUnits', results: [...results, ...stale] }
  const log = { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] }
  return `${JSON.stringify(log, null, 2)}\n`
}

function resultOf(orphan: ReportedOrphan): object {
  const frame = orphan.origin ?? orphan.creator
  const isKnown = orphan.verdict === 'known'
  const frames = orphan.stack.map((each) => ({
    location: { ...locationOf(each), ...(each.function && { message: { text: each.function } }) },
  }))
  return {
    ruleId: `orphan/${orphan.kind}`,
    level: isKnown ? 'note' : 'error',
    message: { text: sentences(orphan) },
    ...(frame && { locations: [locationOf(frame)] }),
    ...(frames.length > 0 && { stacks: [{ message: { text: 'where it was started' }, frames }] }),
    partialFingerprints: { 'noOrphans/v1': orphan.fingerprint },
    baselineState: isKnown ? 'unchanged' : 'new',
    occurrenceCount: orphan.count,
  }
}

const locationOf = ({ file, line, column }: ReportedFrame): object => ({
  physicalLocation: { artifactLocation: { uri: uriOf(file) }, region: { startLine: line, startColumn: column } },
})

const uriOf = (file: string): string =>
  encodeURI(file.replaceAll('\\', '/')).replaceAll('#', '%23').replaceAll('?', '%3F')
