/* Writes the suites into a lab, as projects of their framework. */
import { cp, mkdir, mkdtemp, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { install, lab } from '../scripts/lab.mjs'
import { suites } from './suites.mjs'

const sources = fileURLToPath(new URL('./suites', import.meta.url))

/**
 * @param {'vitest' | 'jest'} framework
 * @param {string} labName
 * @returns {Promise<string>} the folder, with a folder for each suite
 */
export async function writeProjects(framework, labName) {
  const runs = join(await lab(labName), 'runs')
  await mkdir(runs, { recursive: true })
  const dir = await mkdtemp(join(runs, 'bench-'))
  await linkExtras(dir)
  for (const suite of suites) {
    const project = join(dir, suite.name)
    await mkdir(project)
    await writeFile(
      join(project, 'package.json'),
      JSON.stringify({
        name: `bench-${suite.name}`,
        private: true,
        type: framework === 'vitest' ? 'module' : 'commonjs',
      }),
    )
    await writeSources(framework, suite.name, project)
    const write = framework === 'vitest' ? writeVitestConfigs : writeJestConfigs
    await write(project, suite)
  }
  return dir
}

/** What only the benchmark needs is in no lab: it is linked from where it is installed. */
async function linkExtras(dir) {
  const modules = join(await install('bench'), 'node_modules')
  const { dependencies } = JSON.parse(await readFile(join(modules, '../package.json'), 'utf8'))
  for (const name of Object.keys(dependencies)) {
    const link = join(dir, 'node_modules', name)
    await mkdir(dirname(link), { recursive: true })
    await symlink(join(modules, name), link, 'junction')
  }
}

async function writeSources(framework, name, project) {
  const single = `${name}.test.js`
  const isFile = (await readdir(sources)).includes(single)
  await cp(join(sources, isFile ? single : name), isFile ? join(project, single) : project, { recursive: true })
  for (const entry of await readdir(project, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.js')) continue
    const file = join(entry.parentPath ?? entry.path, entry.name)
    const text = (await readFile(file, 'utf8')).replaceAll('MOCKS.', framework === 'vitest' ? 'vi.' : 'jest.')
    await writeFile(file, framework === 'vitest' ? text : toCommonJs(text))
  }
}

/** Enough for what the suites hold; a compiler would be one more thing that is measured. */
function toCommonJs(text) {
  const exported = []
  const body = text
    .replace(/^import \{([^}]*)\} from (.*)$/gm, 'const {$1} = require($2)')
    .replace(/^import (\w+) from (.*)$/gm, 'const { default: $1 } = require($2)')
    .replace(/^export ((?:async )?function|class|const) (\w+)/gm, (_, what, name) => {
      exported.push(name)
      return `${what} ${name}`
    })
  return exported.length > 0 ? `${body}\nmodule.exports = { ${exported.join(', ')} }\n` : body
}

const hooks = 'beforeEach(() => {})\nafterEach(() => {})\n'

async function writeVitestConfigs(project, suite) {
  await writeFile(join(project, 'hooks.js'), hooks)
  const config = (
    name,
  ) => `${name === 'ours' ? "import { noOrphans } from '@no-orphans/vitest-plugin'\n\n" : ''}export default {
  plugins: [${name === 'ours' ? 'noOrphans()' : ''}],
  test: {
    globals: true,
    environment: '${suite.jsdom ? 'jsdom' : 'node'}',
    setupFiles: [${name === 'hooks' ? "'./hooks.js'" : ''}],
    maxWorkers: 1,
  },
}
`
  for (const name of ['none', 'ours', 'hooks']) await writeFile(join(project, `${name}.config.mjs`), config(name))
}

async function writeJestConfigs(project, suite) {
  await writeFile(join(project, 'hooks.js'), hooks)
  const environment = suite.jsdom ? 'jsdom' : 'node'
  for (const name of ['none', 'ours', 'hooks']) {
    const config = {
      testEnvironment: name === 'ours' ? `@no-orphans/jest-env${suite.jsdom ? '/jsdom' : ''}` : environment,
      transform: {},
      setupFilesAfterEnv: name === 'hooks' ? ['./hooks.js'] : [],
    }
    await writeFile(join(project, `${name}.config.cjs`), `module.exports = ${JSON.stringify(config, undefined, 2)}\n`)
  }
}
