import fc from 'fast-check'
import { specimens } from '../conformance/table.mjs'
import { contexts } from './contexts.mjs'
import { requests } from './requests.mjs'

// What is unref'd from its beginning is in no verdict; a process or a thread of its own costs much.
const usable = specimens.filter((each) => !('isUnref' in each))
const isCostly = (each: { kind: string }): boolean =>
  each.kind === 'child-process' || each.kind === 'worker' || 'costly' in each
const cheapOnes = usable.filter((each) => !isCostly(each)).map(({ name }) => name)
const costlyOnes = usable.filter(isCostly).map(({ name }) => name)

const place = { context: fc.constantFrom(...Object.keys(contexts)), scope: fc.nat(2) }
const one = { which: fc.nat(7) }
const step = fc.oneof(
  { weight: 38, arbitrary: fc.record({ do: fc.constant('open'), what: fc.constantFrom(...cheapOnes), ...place }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('open'), what: fc.constantFrom(...costlyOnes), ...place }) },
  { weight: 20, arbitrary: fc.record({ do: fc.constant('close'), ...one, awaited: fc.boolean() }) },
  { weight: 20, arbitrary: fc.record({ do: fc.constantFrom('unref', 'ref'), ...one }) },
  {
    weight: 10,
    arbitrary: fc.record({ do: fc.constant('request'), what: fc.constantFrom(...Object.keys(requests)), ...place }),
  },
  { weight: 10, arbitrary: fc.record({ do: fc.constant('wait') }) },
)
/** A program for interpreter.mjs. */
export const program = fc.array(step, { minLength: 1, maxLength: 8 })
