import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import type { Framework } from '@no-orphans/core/adapter'

/*
 * Whose a frame is under Jest. By list, not by the prefix jest-: a package like jest-dev-server is a library of the
 * project's, and what it opens is an orphan like any other.
 */

const runner =
  /^(?:@jest\/.*|jest|jest-(?:changed-files|circus|cli|config|each|environment|environment-node|haste-map|jasmine2|leak-detector|message-util|resolve|resolve-dependencies|runner|runtime|snapshot|util|validate|watcher|worker)|expect|babel-jest|ts-jest|co|p-limit)$/

// What these call works for Jest and not for a test: a transformer's worker, a reporter's timer.
const hosts = /^(?:@jest\/(?:core|reporters|transform)|babel-jest|ts-jest|jest-(?:haste-map|resolve|runner|snapshot))$/

// They only pass calls on: a timer that runs through jsdom's window, or through a spy, is the caller's.
const transparent =
  /^(?:jest-mock|jest-environment-jsdom|@jest\/(?:environment-jsdom-abstract|fake-timers)|@sinonjs\/fake-timers|jsdom|happy-dom|@happy-dom\/.*)$/

const lastPackage = /[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)(?!.*[\\/]node_modules[\\/])/

const isOf =
  (packages: RegExp) =>
  (file: string): boolean => {
    const name = lastPackage.exec(file)?.[1]?.replace('\\', '/')
    return name !== undefined && packages.test(name)
  }

/**
 * Jest, for the core.
 *
 * @param root The project's `rootDir`.
 * @param testRunner The path of the test runner, which knows Jest's version.
 */
export function jestFramework(root: string, testRunner: string): Framework {
  return {
    name: 'jest',
    version: versionOf(testRunner),
    root,
    isRunner: isOf(runner),
    isHost: isOf(hosts),
    isTransparent: isOf(transparent),
  }
}

/** What a person knows a test runner by. */
export const nameOfRunner = (path: string, root: string): string =>
  lastPackage.exec(path)?.[1]?.replace('\\', '/') ?? relative(root, path).replaceAll('\\', '/')

function versionOf(testRunner: string): string {
  try {
    const folder = /^.*[\\/]node_modules[\\/][^\\/]+/.exec(testRunner)?.[0] ?? ''
    return JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')).version
  } catch {
    // It is only printed in reports.
    return 'unknown'
  }
}
