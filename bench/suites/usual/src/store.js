import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export function createStore(dir) {
  const fileOf = (id) => join(dir, `${encodeURIComponent(id)}.json`)
  return {
    async save(id, value) {
      await mkdir(dir, { recursive: true })
      await writeFile(fileOf(id), JSON.stringify(value))
    },
    async load(id) {
      try {
        return JSON.parse(await readFile(fileOf(id), 'utf8'))
      } catch (error) {
        if (error.code === 'ENOENT') return undefined
        throw error
      }
    },
    remove: (id) => rm(fileOf(id), { force: true }),
    async ids() {
      const names = await readdir(dir).catch(() => [])
      return names.map((name) => decodeURIComponent(name.replace(/\.json$/, ''))).sort()
    },
  }
}
