import type { RunReport } from '../run-report.js'
import { plural } from '../words.js'
import { createDetails } from './details.js'
import { createList } from './list.js'
import { createModel } from './model.js'
import { createOverview } from './overview.js'
import { start } from './start.js'
import { css } from './style.js'
import { createTracks } from './tracks.js'
import type { PageData } from './types.js'

const script = [
  ...[createModel, createTracks, createOverview, createList, createDetails, start].map(String),
  'start({ createModel, createTracks, createOverview, createList, createDetails })',
].join('\n')

/** The timeline of a run: one HTML file that needs nothing else. */
export function page(report: RunReport): string {
  const { totals, runner, startedAt } = report
  const fresh = totals.orphans + totals.released
  const data = dataOf(report)
  const date = new Date(startedAt).toISOString().slice(0, 16).replace('T', ' ')
  const facts = [
    plural(totals.tests, 'test'),
    plural(totals.files, 'file'),
    `${runner.name} ${runner.version}`,
    `Node ${report.node.replace('v', '')}`,
    `${date} UTC`,
  ]
  const chips = [
    `<li class="${fresh > 0 ? 'bad' : 'fine'}"><b>${fresh}</b> left running</li>`,
    totals.known > 0 ? `<li class="known"><b>${totals.known}</b> known</li>` : '',
    totals.allowed > 0 ? `<li><b>${totals.allowed}</b> allowed</li>` : '',
    totals.released > 0 ? `<li><b>${totals.released}</b> released later</li>` : '',
    totals.notWatched > 0 ? `<li><b>${totals.notWatched}</b> not watched</li>` : '',
  ]
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:">
<link rel="icon" href="data:,">
<title>${fresh > 0 ? `${plural(fresh, 'orphan')}` : 'No orphans'} · no-orphans</title>
<style>${css}</style>
</head>
<body>
<header>
  <h1>no-orphans</h1>
  <p>${facts.map(escaped).join(' · ')}</p>
  <ul class="chips">${chips.join('')}</ul>
</header>
<form class="tools" role="search" onsubmit="return false">
  <label class="grow"><span class="hidden">Search</span><input id="text" type="search" placeholder="Search  ( / )" autocomplete="off"></label>
  <label><span class="hidden">Kind</span><select id="kind"></select></label>
  <label><span class="hidden">Package</span><select id="package"></select></label>
  <label><span class="hidden">File</span><select id="file"></select></label>
  <label class="check"><input id="bad" type="checkbox"${fresh + totals.known > 0 ? ' checked' : ''}> only left running</label>
  <span class="zoom" role="group" aria-label="Time">
    <button type="button" data-do="earlier" aria-label="Earlier" title="Earlier (Shift ←)">◂</button>
    <button type="button" data-do="out" aria-label="Zoom out" title="Zoom out (-)">−</button>
    <button type="button" data-do="fit" title="The whole run (0)">all</button>
    <button type="button" data-do="in" aria-label="Zoom in" title="Zoom in (+)">+</button>
    <button type="button" data-do="later" aria-label="Later" title="Later (Shift →)">▸</button>
  </span>
</form>
<main id="main">
  <div class="chart">
    <div class="head">
      <div class="label"><p id="found" role="status"></p><p id="hint">Drag over the files to look closer.</p></div>
      <div class="track"><canvas id="files" role="img" aria-label="${escaped(`${plural(data.timeline.files.length, 'test file')} as bars over time`)}"></canvas><div id="axis" aria-hidden="true"></div></div>
    </div>
    <div id="rows"><div id="sheet" role="treegrid" tabindex="0" aria-label="What was open, by the line that began it" aria-colcount="2"></div></div>
  </div>
  <aside id="details" aria-live="polite" aria-label="Details"></aside>
</main>
<footer>
  <span class="key life"></span> open <span class="key owner"></span> its test <span class="key bad"></span> past the end of its test <span class="key known"></span> known
  <span class="keys">↑ ↓ move · ← → fold · + − zoom · / search</span>
</footer>
<noscript>The timeline is drawn by a script; \`npx no-orphans show\` prints the same report as text.</noscript>
<script type="application/json" id="data">${JSON.stringify(data).replaceAll('<', '\\u003c')}</script>
<script>'use strict'
${script.replaceAll('</', '<\\/')}
</script>
</body>
</html>
`
}

function dataOf(report: RunReport): PageData {
  const { timeline = { files: [], origins: [], resources: [] }, totals } = report
  let start = Number.POSITIVE_INFINITY
  let end = 0
  for (const each of [...timeline.files, ...timeline.resources]) {
    start = Math.min(start, each.start)
    end = Math.max(end, each.end ?? each.start)
  }
  if (end === 0) [start, end] = [report.startedAt, report.endedAt]
  return { title: 'no-orphans', facts: [], totals, start, end: Math.max(end, start + 1), timeline }
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

const escaped = (text: string): string => text.replace(/[&<>"]/g, (each) => entities[each] ?? each)
