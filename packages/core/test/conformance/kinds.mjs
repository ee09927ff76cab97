/* Leaves every specimen open once, and tells what is reported: one line of JSON for each. */
import { findOrphans } from '@no-orphans/core'
import { unclosed } from './specimens/unclosed.mjs'
import { specimens } from './table.mjs'
import { createWorld } from './world.mjs'

const world = await createWorld()
for (const { name, kind, isUnref = false, isNobodys, open, before, close, options, skip } of [
  ...specimens,
  ...unclosed,
]) {
  if (isNobodys || skip?.(world)) continue
  const outside = await before?.()
  let opened
  const leave = async () => {
    opened = await open(world, outside)
  }
  const found = await findOrphans(leave, { settle: 20, unref: isUnref, ...options })
  await close?.(opened)
  const { description, remedy } = found.find((orphan) => orphan.kind === kind) ?? {}
  process.stdout.write(`${JSON.stringify({ name, kind, isUnref, description, remedy })}\n`)
}
process.exit()
