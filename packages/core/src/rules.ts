import { relative } from 'node:path'
import type { AllowRule } from './options.js'
import type { Origin } from './origin.js'
import { matches } from './wildcard.js'

const used = new Set<AllowRule>()

/** The first rule that lets a resource of this kind and origin be left open. */
export function matchingRule(
  rules: readonly AllowRule[],
  kind: string,
  origin: Origin,
  root: string,
): AllowRule | undefined {
  const rule = rules.find(
    (rule) =>
      (rule.kind === undefined || matches(rule.kind, kind)) &&
      (rule.package === undefined || origin.stack.some((frame) => matches(rule.package as string, frame.package))) &&
      (rule.file === undefined ||
        origin.stack.some((frame) => matches(rule.file as string, relative(root, frame.file).replaceAll('\\', '/')))) &&
      (rule.function === undefined || origin.stack.some((frame) => matches(rule.function as string, frame.function))),
  )
  if (rule) used.add(rule)
  return rule
}

/** Those of the rules that have matched nothing so far in this process. */
export const unusedRules = (rules: readonly AllowRule[]): AllowRule[] => rules.filter((rule) => !used.has(rule))
