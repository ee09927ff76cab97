import { relative } from 'node:path'
import type { AllowRule } from './options.js'
import type { Origin } from './origin.js'

const patterns = new Map<string, RegExp>()
const used = new Set<AllowRule>()

function matches(pattern: string, value: string | undefined): boolean {
  if (value === undefined) return false
  let compiled = patterns.get(pattern)
  if (!compiled) {
    const source = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
    compiled = new RegExp(`^${source.join('.*')}$`)
    patterns.set(pattern, compiled)
  }
  return compiled.test(value)
}

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
