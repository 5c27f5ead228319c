import { createIsbotFromList, list } from 'isbot';

/**
 * What isbot takes for a robot but may well stand at a checkout: a browser without a screen is a real browser, and holds a session
 * token that only a checkout gives. Programs that are no browsers draw no block, whatever they hold.
 */
const screenless =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/140.0.0.0 Safari/537.36';
const isListed = createIsbotFromList(list.filter((pattern) => !new RegExp(pattern, 'i').test(screenless)));

/**
 * Is what sends events something else than a shopper's browser? Crawlers, link scanners, mail clients that fetch ahead, scripts,
 * anything that does not say what it is, and browsers that only load a page in case it is opened.
 */
export function isRobot(headers: { userAgent: string | undefined; purpose?: string | undefined }): boolean {
  if (!headers.userAgent) return true;
  return isListed(headers.userAgent) || /prefetch|prerender|preview/i.test(headers.purpose ?? '');
}
