import { lab, labs, nodes } from '../scripts/lab.mjs'

/** Once, before the first test: no test's time is spent on installing. */
export default async function installLabs(): Promise<void> {
  await nodes()
  for (const name of labs) await lab(name)
}
