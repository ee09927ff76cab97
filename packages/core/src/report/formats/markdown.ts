import { profile } from '../profile.js'
import { sumOf } from '../verdicts.js'
import { entryLine, plural } from '../words.js'
import type { Format } from './index.js'

const most = 50

/** For a pull request or a step's summary. */
export const markdown: Format = (report, { passed, verdict, fresh, gone }) => {
  const { totals } = report
  const known = report.orphans.filter((orphan) => orphan.verdict === 'known')
  return [
    `### ${passed ? '✅' : '❌'} no-orphans ${verdict}`,
    '',
    `${plural(totals.tests, 'test')} in ${plural(totals.files, 'file')}, ${report.runner.name} ${report.runner.version}, Node ${report.node}`,
    '',
    ...table('New', fresh),
    ...(known.length > 0
      ? [
          `<details><summary>${plural(sumOf(known), 'known orphan')}</summary>`,
          '',
          ...table('Known', known),
          '</details>',
          '',
        ]
      : []),
    ...list(
      `Gone: take these out of ${code(report.baseline?.file ?? 'the baseline')}`,
      gone.map((entry) => code(entryLine(entry))),
    ),
    ...list(
      'Allow rules that matched nothing',
      report.unusedRules.map((rule) => code(JSON.stringify(rule))),
    ),
    ...list(
      'Not watched',
      report.notWatched.map(({ file, reason }) => `${code(file)}: ${cell(reason)}`),
    ),
  ].join('\n')
}

function table(title: string, orphans: Parameters<typeof profile>[0]): string[] {
  if (orphans.length === 0) return []
  const lines = profile(orphans)
  const rows = lines.slice(0, most).map((line) => {
    const [first] = line.orphans
    const who = first && `${first.owner.name}${line.owners > 1 ? ` and ${line.owners - 1} more` : ''}`
    return `| ${line.count} | ${cell(line.description)} | ${line.place ? code(line.place) : ''} | ${cell(line.package ?? '')} | ${cell(who ?? '')} |`
  })
  const rest = lines.length > most ? ['', `... and ${plural(lines.length - most, 'more origin')}`] : []
  return [`| ${title} | What | Began at | Package | Test |`, '| ---: | --- | --- | --- | --- |', ...rows, ...rest, '']
}

const list = (title: string, items: readonly string[]): string[] =>
  items.length > 0 ? [`**${title}**`, '', ...items.map((item) => `- ${item}`), ''] : []

const cell = (text: string): string => text.replace(/[\\|<>*_`[\]]/g, '\\$&').replace(/\s+/g, ' ')

/** A code span that may hold anything, also in a table. */
function code(text: string): string {
  const plain = text.replace(/\s+/g, ' ').replaceAll('|', '\\|')
  const fence = '`'.repeat(Math.max(0, ...[...plain.matchAll(/`+/g)].map(([run]) => run.length)) + 1)
  return plain.includes('`') ? `${fence} ${plain} ${fence}` : `${fence}${plain}${fence}`
}
