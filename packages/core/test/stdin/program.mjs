/*
 * Reads standard input, which somebody else has made before, in one way, and tells what is reported. The lines that must be
 * named are marked with the way's name.
 */
import { createInterface } from 'node:readline'
import { createInterface as createPromising } from 'node:readline/promises'
import { findOrphans } from '@no-orphans/core'

const { stdin } = process
const turn = () => new Promise((resolve) => setTimeout(resolve, 5))

const ways = {
  resume: () => {
    stdin.resume() // resume
  },
  'resume and wait': async () => {
    stdin.resume() // resume and wait
    await turn()
  },
  listen: () => {
    stdin.on('data', () => {}) // listen
  },
  pipe: () => {
    stdin.pipe(process.stderr) // pipe
  },
  readline: () => {
    createInterface({ input: stdin }) // readline
  },
  question: () => {
    const prompt = createPromising({ input: stdin }) // question
    prompt.question('').catch(() => {})
  },
  iterate: () => {
    const read = async () => {
      for await (const _ of stdin); // iterate
    }
    read()
  },
  'resume once more': async () => {
    await findOrphans(() => stdin.resume(), { reclaim: 'test' })
    await turn()
    stdin.resume() // resume once more
  },

  'resume and pause': () => {
    stdin.resume()
    stdin.pause()
  },
  'resume, wait and pause': async () => {
    stdin.resume()
    await turn()
    stdin.pause()
  },
  'readline and close': () => createInterface({ input: stdin }).close(),
  'question and answer': async () => {
    const prompt = createPromising({ input: stdin })
    await prompt.question('')
    prompt.close()
  },
  'iterate and break': async () => {
    for await (const _ of stdin) break
  },
  'resume without holding the process': () => {
    stdin.resume().unref()
  },
  'only look at it': () => stdin.isTTY,
}

const found = await findOrphans(ways[process.argv[2]], { reclaim: 'test' })
const orphans = found.map(({ kind, description, count, origin }) => ({ kind, description, count, line: origin?.line }))
process.stdout.write(JSON.stringify(orphans))
