import { describe, expect, it } from 'vitest';
import { day, hour } from '../../kit/span.ts';
import { type DecisionFacts, decideMessage, noWishes } from './decide-message.ts';
import { kindRules, messageKinds } from './kinds.ts';

// 12:00 in Berlin
const now = new Date('2026-11-02T11:00:00Z');
const night = new Date('2026-11-02T22:00:00Z');
const ago = (ms: number) => new Date(now.getTime() - ms);
const facts = (change: Partial<DecisionFacts> = {}): DecisionFacts => ({
  now,
  rules: kindRules.abandoned_checkout,
  staleAt: null,
  isInstalled: true,
  objection: null,
  hasAddress: true,
  consent: 'subscribed',
  wishes: noWishes,
  isPaused: false,
  zone: 'Europe/Berlin',
  lastMarketingAt: null,
  reviewsAt: [],
  ...change,
});

const truths = {
  isInstalled: [true, false],
  hasAddress: [true, false],
  objection: [null, { reason: 'person_ordered' as const }],
  staleAt: [null, ago(-30 * day), ago(-hour), now, ago(1)],
  consent: ['subscribed', 'withdrawn', 'none'] as const,
  at: [now, night],
  lastMarketingAt: [null, ago(hour), ago(16 * hour), ago(3 * day)],
  reviews: [0, 4, 5],
};

/** The rules once more, as a table would have them: slow, plain, first match counts. */
function expected(f: DecisionFacts): string {
  if (!f.isInstalled) return 'drop shop_uninstalled';
  if (!f.hasAddress) return 'drop no_address';
  if (f.objection) return `drop ${f.objection.reason}`;
  if (f.staleAt && f.staleAt.getTime() <= f.now.getTime()) return 'drop stale';
  if (f.rules.consent !== 'none' && f.consent === 'withdrawn') return 'drop unsubscribed';
  if (f.rules.consent === 'subscribed' && f.consent === 'none') return 'drop no_consent';
  if (f.rules.class === 'transactional') return 'send';
  const waits = [
    f.lastMarketingAt && f.lastMarketingAt.getTime() + 16 * hour > f.now.getTime(),
    f.rules.isReview && f.reviewsAt.length >= 5,
    f.now === night,
  ];
  if (!waits.some(Boolean)) return 'send';
  return 'wait';
}

describe('decide', () => {
  it('agrees with the plain table on every combination', () => {
    let seen = 0;
    for (const kind of messageKinds)
      for (const isInstalled of truths.isInstalled)
        for (const hasAddress of truths.hasAddress)
          for (const objection of truths.objection)
            for (const staleAt of truths.staleAt)
              for (const consent of truths.consent)
                for (const at of truths.at)
                  for (const lastMarketingAt of truths.lastMarketingAt)
                    for (const reviews of truths.reviews) {
                      const f = facts({
                        now: at,
                        rules: kindRules[kind],
                        isInstalled,
                        hasAddress,
                        objection,
                        staleAt,
                        consent,
                        lastMarketingAt,
                        reviewsAt: Array.from({ length: reviews }, (_, i) => ago((20 - i) * day)),
                      });
                      const decision = decideMessage(f);
                      const wanted = expected(f);
                      seen += 1;
                      if (wanted !== 'wait') {
                        const said =
                          decision.kind === 'drop' ? `drop ${decision.because.reason}` : decision.kind;
                        expect(said).toBe(wanted);
                      } else if (decision.kind === 'defer') {
                        expect(decision.until.getTime()).toBeGreaterThan(at.getTime());
                        if (staleAt) expect(decision.until.getTime()).toBeLessThan(staleAt.getTime());
                      } else {
                        expect(decision).toEqual({ kind: 'drop', because: { reason: 'stale' } });
                        expect(staleAt).not.toBeNull();
                      }
                    }
    expect(seen).toBe(messageKinds.length * 2 * 2 * 2 * 5 * 3 * 2 * 4 * 3);
  });

  it('says which rule made it wait, and until when', () => {
    expect(decideMessage(facts({ now: night }))).toEqual({
      kind: 'defer',
      until: new Date('2026-11-03T08:00:00Z'),
      because: { reason: 'quiet_hours' },
    });
    expect(decideMessage(facts({ lastMarketingAt: ago(10 * hour) }))).toEqual({
      kind: 'defer',
      until: new Date('2026-11-02T17:00:00Z'),
      because: { reason: 'marketing_cap' },
    });
    // the gap ends at 02:00 at night: the cap is the reason, the morning the time
    expect(decideMessage(facts({ lastMarketingAt: ago(2 * hour) }))).toEqual({
      kind: 'defer',
      until: new Date('2026-11-03T08:00:00Z'),
      because: { reason: 'marketing_cap' },
    });
  });

  it('lets the gap end exactly after sixteen hours', () => {
    expect(decideMessage(facts({ lastMarketingAt: ago(16 * hour) })).kind).toBe('send');
    expect(decideMessage(facts({ lastMarketingAt: ago(16 * hour - 1) })).kind).toBe('defer');
  });

  it('makes the sixth review message wait until the oldest of five is thirty days old', () => {
    const rules = kindRules.review_request;
    const reviewsAt = [29, 20, 15, 10, 5].map((days) => ago(days * day));
    expect(decideMessage(facts({ rules, reviewsAt }))).toEqual({
      kind: 'defer',
      until: new Date(now.getTime() + day),
      because: { reason: 'review_cap' },
    });
    expect(decideMessage(facts({ rules, reviewsAt: reviewsAt.slice(1) })).kind).toBe('send');
    const seven = [28, 27, ...[20, 19, 18, 17, 16]].map((days) => ago(days * day));
    expect(decideMessage(facts({ rules, reviewsAt: seven }))).toMatchObject({
      until: new Date(now.getTime() + 10 * day),
    });
  });

  it('a pause holds marketing back hour by hour, and receipts not at all', () => {
    expect(decideMessage(facts({ isPaused: true }))).toEqual({
      kind: 'defer',
      until: new Date(now.getTime() + hour),
      because: { reason: 'paused' },
    });
    const nearlyStale = facts({ isPaused: true, staleAt: new Date(now.getTime() + hour / 2) });
    expect(decideMessage(nearlyStale)).toEqual({ kind: 'drop', because: { reason: 'stale' } });
    expect(decideMessage(facts({ isPaused: true, rules: kindRules.thank_you }))).toEqual({ kind: 'send' });
  });

  it('never holds a receipt back for marketing reasons', () => {
    const rules = kindRules.thank_you;
    const worst = facts({ rules, now: night, consent: 'withdrawn', lastMarketingAt: night });
    expect(decideMessage(worst)).toEqual({ kind: 'send' });
  });
});
