import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isRobot } from './is-robot.ts';

const folder = '../shared/data/inputs';
const hasLists = existsSync(`${folder}/isbot-crawlers.yml`);

/** The agents of a list `name:\n  - agent`. */
function agents(file: string): string[] {
  return readFileSync(`${folder}/${file}`, 'utf8')
    .split('\n')
    .flatMap((line) => /^\s+- (.+)$/.exec(line)?.[1] ?? [])
    .map((agent) => agent.replace(/^(['"])(.*)\1$/, '$2'));
}

describe('who sends events', () => {
  test.each([
    'Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.1 Mobile/15E148 Safari/604.1',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0',
    // A browser without a screen that has got as far as a checkout.
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/142.0.0.0 Safari/537.36',
  ])('a browser: %s', (userAgent) => {
    expect(isRobot({ userAgent })).toBe(false);
    expect(isRobot({ userAgent, purpose: 'prefetch;prerender' })).toBe(true);
  });

  test.each([
    undefined,
    '',
    'Googlebot/2.1',
    'curl/8.5.0',
    'node',
    'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)',
    'Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)',
    'Microsoft Office Existence Discovery',
  ])('no shopper: %s', (userAgent) => {
    expect(isRobot({ userAgent })).toBe(true);
  });

  test.skipIf(!hasLists)(
    'no browser of a long list is taken for a robot, and nearly no robot for a browser',
    () => {
      const browsers = agents('isbot-browsers.yml');
      const crawlers = agents('isbot-crawlers.yml');
      expect(browsers.length).toBeGreaterThan(400);
      expect(crawlers.length).toBeGreaterThan(400);
      expect(browsers.filter((userAgent) => isRobot({ userAgent }))).toEqual([]);
      const missed = crawlers.filter((userAgent) => !isRobot({ userAgent }));
      // Only the browsers without a screen, which are let through knowingly.
      expect(missed.filter((agent) => !agent.includes('HeadlessChrome'))).toEqual([]);
      expect(missed.length).toBeLessThan(crawlers.length / 100);
      const scanners = (
        JSON.parse(readFileSync(`${folder}/mail-client-and-scanner-user-agents.json`, 'utf8')) as {
          user_agents: string[];
        }
      ).user_agents;
      expect(scanners.filter((userAgent) => !isRobot({ userAgent })).length).toBeLessThan(
        scanners.length / 100,
      );
    },
  );
});
