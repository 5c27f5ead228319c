import { existsSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';

const installed = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
);
// The User-Agent of an ordinary browser: Shopify's library answers 410 to what looks like a robot.
const userAgent =
  'Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/146.0.0.0 Safari/537.36';

export const desktop = { width: 1280, height: 900 };
export const phone = { width: 390, height: 844 };

/** A real browser: the one that is installed, otherwise the one inside the npm package. */
export async function openBrowser(): Promise<Browser> {
  const quiet = [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
  ];
  if (installed) return chromium.launch({ executablePath: installed, args: quiet });
  const { default: packaged } = await import('@sparticuz/chromium');
  return chromium.launch({
    executablePath: await packaged.executablePath(),
    // In one process Chromium dies when a context is closed.
    args: [...packaged.args.filter((arg) => arg !== '--single-process'), ...quiet],
  });
}

/** A fresh person: no cookies, a viewport, a language. Errors of the page fail the test through `problems`. */
export async function openPage(
  browser: Browser,
  viewport: { width: number; height: number },
  locale = 'en-US',
): Promise<{ page: Page; context: BrowserContext; problems: string[] }> {
  const context = await browser.newContext({
    viewport,
    locale,
    userAgent,
    reducedMotion: 'reduce',
    timezoneId: 'Europe/Berlin',
  });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(`${page.url()}: ${error.message}`));
  page.setDefaultTimeout(20_000);
  return { page, context, problems };
}

/** No serious fault by axe (WCAG 2.2 A and AA), in the page and its frames. */
export async function expectAccessible(page: Page, what: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  const found = violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes
        .slice(0, 3)
        .map((node) => `${node.target.join(' ')} (${node.failureSummary?.split('\n')[1]?.trim()})`)
        .join(' | ')}`,
  );
  expect(found, `axe on ${what}`).toEqual([]);
}

/** The page is not wider than the window: nothing to scroll sideways. */
export async function expectFits(page: Page, what: string): Promise<void> {
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow, `sideways overflow of ${what} in px`).toBeLessThanOrEqual(1);
}
