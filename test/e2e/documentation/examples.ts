import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { packages } from '../../../scripts/build.mjs'
import { filesBelow } from '../../../scripts/hash.mjs'
import { root } from '../../../scripts/run.mjs'

/** A piece of code that the documentation shows. */
export interface Example {
  /** `README.md:34` */
  where: string
  language: string
  code: string
}

const block = /^([ \t]*(?:\* )?)```(\w+)\n([\s\S]*?)^[ \t]*(?:\* )?```$/gm

/** Every fenced piece of TypeScript and JavaScript in a text. */
function blocksIn(text: string, file: string): Example[] {
  return [...text.matchAll(block)]
    .map((match) => {
      const [, margin = '', language = '', code = ''] = match
      const line = text.slice(0, match.index).split('\n').length + 1
      const lines = code.split('\n').map((each) => each.slice(Math.min(margin.length, each.length)))
      return { where: `${file}:${line}`, language, code: lines.join('\n').trimEnd() }
    })
    .filter(({ language }) => ['ts', 'js'].includes(language))
}

/** The examples of one document. */
export const examplesOf = async (file: string): Promise<Example[]> =>
  blocksIn(await readFile(join(root, file), 'utf8'), file)

/** The examples in the comments of all sources; what is said twice is given once. */
export async function examplesOfSources(): Promise<Example[]> {
  const found = new Map<string, Example>()
  for (const dir of packages) {
    for (const path of (await filesBelow(join(dir, 'src'))).filter((each) => /ts$/.test(each))) {
      const file = path.slice(root.length + 1).replaceAll('\\', '/')
      const comments = (await readFile(path, 'utf8')).replace(/\n(?![ \t]*(?:\/\*\*|\*))[^\n]*/g, '\n')
      for (const example of blocksIn(comments, file)) if (!found.has(example.code)) found.set(example.code, example)
    }
  }
  return [...found.values()]
}

/** Whose package shows it, or none: `jest-env`. */
export const packageOf = ({ where }: Example): string | undefined => /^packages\/([^/]+)/.exec(where)?.[1]
