/** How the page looks: light, dark, narrow, wide and on paper. */
export const css = `
:root {
  --back: #fff; --panel: #f6f7f9; --line: #dfe3e8; --text: #1c2430; --dim: #596575; --accent: #0b63ce;
  --bad: #c62434; --known: #a86400; --fine: #227a3d; --life: #5b7fae; --owner: #dbe4f0; --file: #d5dbe4; --test: #8b99ab;
  --here: #ffe9e9; --grid: #eef1f5; --hover: #eef3fa;
}
@media (prefers-color-scheme: dark) {
  :root {
    --back: #14181e; --panel: #1b2129; --line: #303945; --text: #e4e9f0; --dim: #9aa7b7; --accent: #74b1ff;
    --bad: #ff6b76; --known: #e2a23b; --fine: #5cc47f; --life: #7fa3d4; --owner: #2a3546; --file: #2b3440; --test: #6d7c90;
    --here: #4a2228; --grid: #212934; --hover: #222b37;
  }
}
* { box-sizing: border-box }
html, body { height: 100% }
body { margin: 0; display: flex; flex-direction: column; background: var(--back); color: var(--text);
  font: 14px/1.45 system-ui, -apple-system, 'Segoe UI', sans-serif }
header { display: flex; flex-wrap: wrap; align-items: baseline; gap: 4px 16px; padding: 14px 18px 6px }
h1 { font-size: 18px; margin: 0 }
header p { margin: 0; color: var(--dim) }
.chips { display: flex; flex-wrap: wrap; gap: 8px; list-style: none; margin: 0 0 0 auto; padding: 0 }
.chips li { border: 1px solid var(--line); border-radius: 99px; padding: 1px 11px }
.chips .bad { color: var(--bad); border-color: currentColor }
.chips .known { color: var(--known); border-color: currentColor }
.chips .fine { color: var(--fine); border-color: currentColor }
.tools { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; padding: 8px 18px; border-bottom: 1px solid var(--line) }
.tools .grow { flex: 1 1 180px }
.tools select { max-width: 200px }
.check { display: inline-flex; align-items: center; gap: 6px; white-space: nowrap }
input[type=search], select, button { font: inherit; color: inherit; background: var(--back); border: 1px solid var(--line);
  border-radius: 6px; padding: 4px 9px; min-height: 30px; width: 100% }
.zoom { display: inline-flex } .zoom button { border-radius: 0; margin-left: -1px; min-width: 32px; cursor: pointer }
.zoom button:first-child { border-radius: 6px 0 0 6px } .zoom button:last-child { border-radius: 0 6px 6px 0 }
button:hover { background: var(--hover) }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px }
main { flex: 1; min-height: 0; display: grid; grid-template-columns: minmax(0, 1fr) 360px }
.chart { display: flex; flex-direction: column; min-width: 0; min-height: 0 }
.head { display: grid; grid-template-columns: 42% minmax(0, 1fr); border-bottom: 1px solid var(--line); background: var(--panel); scrollbar-gutter: stable; overflow-y: auto; flex: none }
.head .label { padding: 6px 18px; color: var(--dim); font-size: 12.5px; min-width: 0 }
.head p { margin: 0; overflow: hidden; text-overflow: ellipsis }
.head .track { padding-top: 4px }
canvas { display: block; width: 100%; cursor: crosshair; touch-action: pan-y }
#axis { position: relative; height: 20px; overflow: hidden }
.tick { position: absolute; padding-left: 4px; border-left: 1px solid var(--line); color: var(--dim); font-size: 11px; line-height: 20px; white-space: nowrap }
#rows { flex: 1; overflow-y: scroll; min-height: 0; scrollbar-gutter: stable }
#sheet { position: relative; min-height: 100% }
#sheet:focus-visible { outline: none } #sheet:focus-visible .active { outline: 2px solid var(--accent); outline-offset: -2px }
.row .track { height: 100%; background: linear-gradient(to right, var(--grid) 1px, transparent 1px) var(--first) 0 / var(--step) 100% }
.row { position: absolute; left: 0; right: 0; height: 28px; display: grid; grid-template-columns: 42% minmax(0, 1fr); align-items: center; cursor: default }
.row:hover { background: var(--hover) }
.row.active { background: var(--hover); box-shadow: inset 3px 0 var(--accent) }
.row .label { display: flex; gap: 9px; align-items: baseline; padding: 0 12px 0 18px; min-width: 0; white-space: nowrap }
.row.resource .label { padding-left: 62px }
.row.group { cursor: pointer }
.label > * { overflow: hidden; text-overflow: ellipsis; flex: 0 1 auto }
.fold, .count { flex: none !important } .fold { width: 10px; color: var(--dim) }
.count { min-width: 34px; text-align: right; font-variant-numeric: tabular-nums; font-weight: 600 }
.what { flex-shrink: 1 !important } .place { color: var(--accent); flex-shrink: 3 !important }
.package { color: var(--dim); border: 1px solid var(--line); border-radius: 4px; padding: 0 5px; font-size: 12px }
.dot { flex: none !important; width: 8px; height: 8px; border-radius: 50%; background: var(--life) } .dot.bad { background: var(--bad) } .dot.known { background: var(--known) }
.owner { color: var(--dim) }
.count.bad, .what.bad, h2.bad { color: var(--bad) } .count.known, .what.known, h2.known { color: var(--known) }
svg { display: block } rect.owner { fill: var(--owner) } rect.life { fill: var(--life) }
rect.bad, path.bad { fill: var(--bad) } rect.known, path.known { fill: var(--known) } path.fine { fill: var(--life) }
aside { border-left: 1px solid var(--line); background: var(--panel); padding: 14px 18px; overflow: auto }
h2 { font-size: 16px; margin: 0 0 4px; overflow-wrap: anywhere } h3 { font-size: 13px; margin: 16px 0 6px; overflow-wrap: anywhere; color: var(--accent) }
.remedy { margin: 0 0 12px; color: var(--dim) }
dl { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 3px 14px; margin: 0 } dt { color: var(--dim) } dd { margin: 0; overflow-wrap: anywhere }
pre { margin: 0; padding: 8px 0; background: var(--back); border: 1px solid var(--line); border-radius: 6px; overflow-x: auto; font: 12px/1.6 ui-monospace, 'SF Mono', Menlo, Consolas, monospace }
.line { display: block; padding: 0 10px; min-width: max-content } .line.here { background: var(--here); box-shadow: inset 3px 0 var(--bad) }
footer { padding: 6px 18px; border-top: 1px solid var(--line); color: var(--dim); font-size: 12.5px }
.key { display: inline-block; width: 18px; height: 6px; border-radius: 2px; margin: 0 4px 1px 12px } .key:first-child { margin-left: 0 }
.key.life { background: var(--life) } .key.owner { background: var(--owner); height: 12px; margin-bottom: -2px } .key.bad { background: var(--bad) } .key.known { background: var(--known) }
.keys { float: right } .empty { padding: 18px; color: var(--dim) }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
@media (max-width: 900px) {
  main { grid-template-columns: minmax(0, 1fr); grid-template-rows: minmax(0, 1fr) auto }
  aside { border-left: 0; border-top: 1px solid var(--line); max-height: 30vh; padding: 10px 12px }
  h2 { font-size: 14px } .remedy { margin-bottom: 6px } dl { gap: 1px 12px; font-size: 13px } h3 { margin-top: 8px }
  .chips { margin-left: 0 } .keys { display: none } .tools select { max-width: 150px }
  .row .label, .head .label { padding-left: 12px } .row.resource .label { padding-left: 30px } .package, .fold { display: none }
  header, .tools, footer { padding-left: 12px; padding-right: 12px }
}
@media (max-width: 560px) {
  #hint { display: none } .group .label { gap: 6px } .count { min-width: 0 }
  header { padding-top: 8px } header p { white-space: nowrap; overflow: hidden; text-overflow: ellipsis; font-size: 12.5px; width: 100% } header .chips { font-size: 12.5px }
  .tools { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 6px } .tools .grow { grid-column: 1 / 4 } .tools select { max-width: none; padding: 4px }
  .check { grid-column: 1 / 3; font-size: 13px } .check input { flex: none } .zoom button { padding: 4px; min-width: 24px }
  footer { font-size: 11px; white-space: nowrap; overflow: hidden } .key { margin-left: 8px; width: 12px }
}
@media print {
  :root { --back: #fff; --panel: #fff; --line: #bbb; --text: #000; --dim: #444; --bad: #b00020; --known: #8a5200; --life: #456; --owner: #e4e4e4; --file: #ddd; --test: #999; --accent: #000 }
  html, body { height: auto } body { display: block; font-size: 10px; -webkit-print-color-adjust: exact; print-color-adjust: exact }
  main, .chart { display: block } #rows { overflow: visible } .head { overflow: visible } .row { position: static; break-inside: avoid; background: none !important; box-shadow: none !important }
  .tools, aside, .keys, #hint { display: none }
}
@media (forced-colors: active) { rect.bad, path.bad { fill: Mark } rect.life { fill: CanvasText } }
`
