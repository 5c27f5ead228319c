import pLimit from 'p-limit';
import type { LinkProbe } from '../../platform/http/probe-link.server.ts';
import type { ContentProblem } from './content.ts';

/** As many links are tried as a sensible message has. */
const mostLinks = 30;

/** Tries addresses, five at a time, and says which lead nowhere. What could not be told is advice only. */
export async function checkLinks(
  links: { field: string; url: string }[],
  probe: LinkProbe,
): Promise<ContentProblem[]> {
  const limit = pLimit(5);
  const problems = await Promise.all(
    links.slice(0, mostLinks).map(({ field, url }) =>
      limit(async (): Promise<ContentProblem[]> => {
        const outcome = await probe(url);
        if (outcome.kind === 'alive') return [];
        const params = { link: url.slice(0, 100), answer: outcome.answer };
        const rule = outcome.kind === 'dead' ? 'dead_link' : 'unsure_link';
        return [{ field, rule, line: null, isBlocking: false, params }];
      }),
    ),
  );
  return problems.flat();
}
