import { existsSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { page as draw } from '../../src/report/html/page.js'
import type { RunReport } from '../../src/report/run-report.js'
import { orphan, sample } from './sample.js'
import { timeline } from './timeline-sample.js'

/* The timeline in a real browser: CHROMIUM names it, else it is where the system has it. */

const places = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const executablePath = places.find((each) => each && existsSync(each))
if (!executablePath) console.warn('the timeline is not tested: there is no Chromium (set CHROMIUM to one)')

const hostile = '</script><script>document.title="broken"</script><img src=x onerror=document.title="broken">'

describe.runIf(executablePath)('the timeline', { timeout: 60_000 }, () => {
  let browser: Browser
  let page: Page
  const problems: string[] = []

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  }, 60_000)
  afterAll(() => browser?.close())

  async function open(report: RunReport, viewport = { width: 1400, height: 860 }): Promise<void> {
    const file = join(mkdtempSync(join(tmpdir(), 'no-orphans-test-')), 'orphans.html')
    writeFileSync(file, draw(report))
    page = await browser.newPage({ viewport })
    page.on('pageerror', (error) => problems.push(error.message))
    page.on('console', (message) => problems.push(message.text()))
    page.on('request', (request) => {
      if (!/^(?:file|data):/.test(request.url())) problems.push(request.url())
    })
    await page.goto(pathToFileURL(file).href)
    await page.waitForSelector('[role=row]')
  }

  const rows = () => page.locator('[role=row]')
  const large = (): RunReport => ({ ...sample(), timeline: timeline(10_000) })

  test('is one file that asks for nothing and says nothing in the console', async () => {
    await open(large())
    await page.close()
    expect(problems).toEqual([])
  })

  // What a scroll costs is what it draws: that must not grow with what there is.
  test('10,000 resources: only what is in sight is there, however far it is scrolled', async () => {
    await open(large())
    await page.uncheck('#bad')
    expect(await page.textContent('#found')).toContain('10000 of 10000 resources')
    expect(await rows().count()).toBeLessThan(60)
    await page.locator('#sheet').focus()
    await page.keyboard.press('ArrowRight')
    const drawn = await page.evaluate(async () => {
      const scroller = document.getElementById('rows') as HTMLElement
      const counts: number[] = []
      for (let step = 0; step < 60; step++) {
        scroller.scrollTop += 400
        await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
        counts.push(document.querySelectorAll('[role=row]').length)
      }
      return { least: Math.min(...counts), most: Math.max(...counts), at: scroller.scrollTop }
    })
    expect(drawn.at).toBeGreaterThan(1000)
    expect(drawn.least).toBeGreaterThan(10)
    expect(drawn.most).toBeLessThan(60)
    await page.close()
  })

  test('by keyboard: moves, unfolds, and tells the details', async () => {
    await open(large())
    await page.locator('#sheet').focus()
    const closed = await page.getAttribute('#sheet', 'aria-rowcount')
    await page.keyboard.press('ArrowRight')
    expect(Number(await page.getAttribute('#sheet', 'aria-rowcount'))).toBeGreaterThan(Number(closed))
    await page.keyboard.press('ArrowDown')
    expect(await page.getAttribute('#sheet', 'aria-activedescendant')).toBe('row1')
    const details = await page.textContent('#details')
    expect(details).toMatch(/Verdict(?:left running)/)
    expect(details).toContain('const timer = setInterval(poll, 1000)')
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('ArrowLeft')
    expect(await page.getAttribute('#sheet', 'aria-rowcount')).toBe(closed)
    await page.keyboard.press('/')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('text')
    await page.close()
  })

  test('filters by text, kind, package and file', async () => {
    await open(large())
    const found = () => page.textContent('#found')
    const all = await found()
    for (const id of ['kind', 'package', 'file']) {
      const value = await page.locator(`#${id} option`).nth(1).getAttribute('value')
      await page.selectOption(`#${id}`, value)
      expect(await found()).not.toBe(all)
      await page.selectOption(`#${id}`, '')
      expect(await found()).toBe(all)
    }
    await page.fill('#text', 'module-14')
    for (const text of await rows().allTextContents()) expect(text).toContain('module-14')
    await page.fill('#text', 'there is no such thing')
    expect(await page.textContent('#sheet')).toContain('Nothing matches.')
    await page.close()
  })

  test('zooms, and comes back', async () => {
    await open(large())
    const ticks = () => page.locator('.tick').allTextContents()
    const whole = await ticks()
    await page.click('[data-do=in]')
    await page.click('[data-do=in]')
    expect(await ticks()).not.toEqual(whole)
    await page.keyboard.press('0')
    expect(await ticks()).toEqual(whole)
    await page.close()
  })

  test('an orphan’s line is red where it runs past the end of its test', async () => {
    await open(large())
    await page.locator('#sheet').focus()
    await page.keyboard.press('ArrowRight')
    const row = page.locator('.row.resource').first()
    expect(await row.locator('rect.owner').count()).toBe(1)
    const x = (selector: string) => row.locator(selector).evaluate((each) => each.getBoundingClientRect())
    const [owner, bad] = [await x('rect.owner'), await x('rect.bad')]
    expect(Math.abs(bad.left - owner.right)).toBeLessThan(3)
    expect(bad.right).toBeGreaterThan(owner.right)
    await page.close()
  })

  test.each([1400, 420])('fits a window of %i, in light and dark', async (width) => {
    await open(large(), { width, height: 800 })
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      const wide = await page.evaluate(() => document.documentElement.scrollWidth)
      expect(wide).toBeLessThanOrEqual(width)
      expect(await rows().count()).toBeGreaterThan(4)
    }
    await page.close()
  })

  test('prints its rows one under the other', async () => {
    await open(large())
    await page.emulateMedia({ media: 'print' })
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')))
    expect(await rows().count()).toBeGreaterThan(40)
    const tops = await page.evaluate(() =>
      [...document.querySelectorAll('.row')].slice(0, 5).map((row) => row.getBoundingClientRect().top),
    )
    expect([...tops].sort((a, b) => a - b)).toEqual(tops)
    expect((await page.pdf()).length).toBeGreaterThan(10_000)
    await page.close()
  })

  test('names and texts from outside stay text', async () => {
    const { files, origins, resources } = timeline(10)
    const report: RunReport = {
      ...sample(),
      orphans: [orphan({ description: hostile })],
      runner: { name: hostile, version: '' },
      timeline: {
        files: files.map((file) => ({ ...file, file: hostile })),
        origins: origins.map((origin) => ({
          ...origin,
          file: hostile,
          source: [{ line: origin.line, text: hostile }],
        })),
        resources: resources.map((resource) => ({ ...resource, description: hostile, verdict: 'orphan' as const })),
      },
    }
    await open(report)
    await page.locator('#sheet').focus()
    await page.keyboard.press('ArrowRight')
    expect(await page.title()).not.toBe('broken')
    expect(await page.textContent('#details')).toContain(hostile)
    expect(await page.locator('img').count()).toBe(0)
    await page.close()
  })

  test('every control has a name, and the rows are a tree grid', async () => {
    await open(large())
    const unnamed = await page.evaluate(
      () =>
        [...document.querySelectorAll('input, select, button')].filter(
          (each) =>
            !(
              each.getAttribute('aria-label') ||
              each.textContent?.trim() ||
              each.closest('label')?.textContent?.trim()
            ),
        ).length,
    )
    expect(unnamed).toBe(0)
    const snapshot = await page.locator('body').ariaSnapshot()
    expect(snapshot).toContain('treegrid "What was open, by the line that began it"')
    expect(snapshot).toMatch(/row ".*left running/)
    await page.close()
  })
})
