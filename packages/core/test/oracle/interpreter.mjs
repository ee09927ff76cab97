/*
 * Runs a random program: a list of steps that open specimens of the table in some context and scope, close, unref and ref
 * them, and start requests.
 */
import { specimens } from '../table.mjs'
import { contexts } from './contexts.mjs'
import { requests } from './requests.mjs'

const noop = () => {}

/**
 * @param {object[]} program
 * @param {object} world
 * @param {((open: () => unknown) => unknown)[]} scopes ways to run something in a scope
 * @param {() => void} look called after every step
 * @returns what is left to close, each with whether it was unref'd
 */
export async function interpret(program, world, scopes, look = noop) {
  const things = []
  for (const step of program) {
    await take(step)
    look()
  }
  return things.filter(({ closed }) => !closed)

  async function take(step) {
    const inScope = (fn) => scopes[step.scope % scopes.length](() => contexts[step.context](fn))
    const picked = things[step.which % things.length]
    if (step.do === 'open') {
      const specimen = specimens.find(({ name }) => name === step.what)
      if (specimen.skip?.(world)) return
      things.push({ specimen, thing: await inScope(() => specimen.open(world)) })
    } else if (step.do === 'request') await inScope(() => void requests[step.what](world))
    else if (step.do === 'wait') await new Promise((resolve) => setImmediate(resolve))
    else if (!picked || picked.closed) return
    else if (step.do === 'close') {
      picked.closed = true
      const closing = picked.specimen.close(picked.thing)
      if (step.awaited) await closing
    } else if (step.do in picked.specimen) {
      picked.specimen[step.do](picked.thing)
      picked.isUnref = step.do === 'unref'
    }
  }
}

export async function closeAll(things) {
  for (const { specimen, thing } of things) {
    specimen.ref?.(thing)
    await specimen.close(thing)
  }
}
