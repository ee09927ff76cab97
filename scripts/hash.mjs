import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'

/**
 * @param {string} dir
 * @returns {Promise<string[]>} all files below it, sorted; none if it is not there
 */
export async function filesBelow(dir) {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true }).catch(() => [])
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort()
}

/**
 * One hash over names and contents. A file that is missing counts as missing.
 * @param {string} base
 * @param {string[]} files
 */
export async function hashFiles(base, files) {
  const hash = createHash('sha256')
  for (const file of files) {
    const content = await readFile(file).catch(() => 'missing')
    hash.update(`${relative(base, file).replaceAll('\\', '/')}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex').slice(0, 16)
}
