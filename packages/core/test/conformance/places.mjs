/*
 * Finds the lines that a report must name: they are marked in the sources by a comment, below the name of the specimen or the way.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const found = new Map()

const sources = (directory) =>
  readdirSync(directory, { recursive: true })
    .filter((name) => name.endsWith('.mjs') && !name.includes('node_modules'))
    .map((name) => join(directory, name))

/** Every marked line below `directory`, by what it belongs to. */
function places(directory) {
  let all = found.get(directory)
  if (all) return all
  all = new Map()
  for (const file of sources(directory)) {
    let name = ''
    readFileSync(file, 'utf8')
      .split('\n')
      .forEach((text, index) => {
        name = /^ {4}name: (['"])(.*)\1,$/.exec(text)?.[2] ?? name
        const marker = /\/\/ (begins|through)$/.exec(text)?.[1]
        if (marker) all.set(`${marker} ${name}`, { file, line: index + 1 })
      })
  }
  found.set(directory, all)
  return all
}

/**
 * @param {string} name of the specimen or the way
 * @param {'begins' | 'through'} marker the word of the comment
 * @param {string} directory where the source is
 * @returns {{ file: string, line: number } | undefined}
 */
export const placeOf = (name, marker, directory) => places(directory).get(`${marker} ${name}`)
