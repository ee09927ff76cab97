import { expect, it } from 'vitest'
import { collectGarbage } from '../src/collect-garbage.js'

/** What somebody, as V8's optimizer does, holds until it was asked for a second time. */
function heldBriefly() {
  let held: object | undefined = {}
  let asked = 0
  const reference = new WeakRef(held)
  return () => {
    if (++asked === 2) held = undefined
    return reference.deref() !== undefined
  }
}

it('collects again when what was let go of is held for a moment by somebody else', async () => {
  const isHeld = heldBriefly()

  expect(await collectGarbage(isHeld)).toBe(true)
  expect(isHeld()).toBe(false)
})

it('gives up when it is held for good', async () => {
  const held = {}
  let asked = 0

  expect(await collectGarbage(() => ++asked > 0 && Boolean(held))).toBe(true)
  expect(asked).toBe(3)
})

it('collects no more once nothing is held', async () => {
  let asked = 0

  expect(await collectGarbage(() => ++asked > 1)).toBe(true)
  expect(asked).toBe(1)
})
