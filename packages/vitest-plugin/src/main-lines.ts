import { SourceMap } from 'node:module'
import type { Vitest } from 'vitest/node'

/* Lines of what Vite's module runner has run in the main process, such as globalSetup: its transforms move them. */

interface RunModule {
  file?: string
  /** Since Vitest 5.1.1 the map is beside the code, before it was in it. */
  meta?: { code?: string; sourceMap?: string }
}

interface Runner {
  evaluatedModules?: { idToModuleMap?: Map<string, RunModule> }
}

const inlineMap = /\/\/# sourceMappingURL=data:application\/json;[^,]*base64,([\w+/=]+)/g

function mapOf({ meta }: RunModule = {}): string | undefined {
  if (meta?.sourceMap) return meta.sourceMap
  const inline = [...(meta?.code ?? '').matchAll(inlineMap)].at(-1)?.[1]
  return inline && Buffer.from(inline, 'base64').toString()
}

/** Formats stacks of the main process, with the lines of the sources. */
export class MainLines {
  private modules: RunModule[] = []

  /** Keeps what has been run: Vitest forgets it when it closes, and what holds the process is only asked for later. */
  keep(vitest: Vitest): void {
    // Vitest documents none of it, so nothing is relied on: without it the line is that of what was run.
    const holders = [vitest, ...vitest.projects] as unknown as { runner?: Runner }[]
    this.modules = holders.flatMap(({ runner }) => [...(runner?.evaluatedModules?.idToModuleMap?.values() ?? [])])
  }

  readonly format = (_: Error, sites: NodeJS.CallSite[]): string =>
    ['Error', ...sites.map((site) => `    at ${this.lineOf(site)}`)].join('\n')

  private lineOf(site: NodeJS.CallSite): string {
    const file = site.getFileName() ?? site.getScriptNameOrSourceURL()
    // One of JavaScript's own functions: it is nobody's place.
    if (!file) return String(site)
    const [line, column] = this.original(file, site.getLineNumber() ?? 0, site.getColumnNumber() ?? 0)
    const name = site.getFunctionName()
    return name ? `${name} (${file}:${line}:${column})` : `${file}:${line}:${column}`
  }

  private original(file: string, line: number, column: number): [number, number] {
    const encoded = mapOf(this.modules.find((each) => each.file === file))
    if (!encoded) return [line, column]
    const entry = new SourceMap(JSON.parse(encoded)).findEntry(line - 1, column - 1)
    return 'originalLine' in entry ? [entry.originalLine + 1, entry.originalColumn + 1] : [line, column]
  }
}
