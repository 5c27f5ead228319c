import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addMs, hour, minute } from '../../kit/span.ts';
import { arbitrate, type Candidate, horizonMs } from './arbitrate.ts';
import { type DecisionFacts, decideMessage, marketingGapMs, noWishes } from './decide-message.ts';
import { kindRules, type MessageKind, messageKinds } from './kinds.ts';
import { priorityOf, rankedKinds, rankOf } from './priority.ts';
import { afterQuietHours } from './quiet-hours.ts';

// Noon in Berlin on the day before the clocks go back
const noon = new Date('2026-10-24T10:00:00Z');
const facts = (kind: MessageKind, change: Partial<DecisionFacts> = {}): DecisionFacts => ({
  now: noon,
  rules: kindRules[kind],
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
const candidate = (
  id: string,
  kind: MessageKind,
  change: Partial<Candidate> & { facts?: DecisionFacts } = {},
): Candidate => ({
  id,
  kind,
  channel: 'email',
  rank: rankOf(kind, []),
  wantedAt: addMs(noon, -hour),
  readyAt: noon,
  merge: null,
  facts: facts(kind),
  ...change,
});

describe('arbitrate', () => {
  it('lets the highest in the shop’s order go and says to the others who goes first', () => {
    const verdicts = arbitrate(
      [
        candidate('b', 'review_request'),
        candidate('a', 'referral_invite'),
        candidate('c', 'abandoned_checkout'),
      ],
      noon,
    );
    expect(verdicts).toMatchObject([
      { id: 'c', kind: 'send', merged: [] },
      { id: 'b', kind: 'defer', because: { reason: 'goes_first', params: { firstId: 'c' } } },
      { id: 'a', kind: 'defer', because: { reason: 'goes_first', params: { firstId: 'c' } } },
    ]);
    // 16 hours later it is five in the morning in Berlin: the clocks have gone back, nine is 08:00 UTC
    expect(verdicts[1]).toMatchObject({ until: new Date('2026-10-25T08:00:00Z') });
  });

  it('follows the merchant’s order', () => {
    const chosen = ['referral_invite', 'review_request'];
    const rank = (kind: MessageKind) => ({ rank: rankOf(kind, chosen) });
    const [first] = arbitrate(
      (['abandoned_checkout', 'referral_invite', 'review_request'] as const).map((kind) =>
        candidate(kind, kind, rank(kind)),
      ),
      noon,
    );
    expect(first).toMatchObject({ id: 'referral_invite', kind: 'send' });
    expect(priorityOf(chosen)).toEqual([...chosen, 'abandoned_checkout', 'review_reminder', 'flow']);
    expect(priorityOf(['thank_you', 'nonsense', 'review_request', 'review_request'])[0]).toBe(
      'review_request',
    );
  });

  it('keeps the slot for a better one that is due within the hour, but not for one that could not go then', () => {
    const better = (readyAt: Date, zone = 'Europe/Berlin') =>
      candidate('better', 'abandoned_checkout', { readyAt, facts: facts('abandoned_checkout', { zone }) });
    const soon = addMs(noon, 40 * minute);
    expect(arbitrate([candidate('x', 'review_request'), better(soon)], noon)).toContainEqual({
      id: 'x',
      kind: 'defer',
      until: soon,
      because: { reason: 'goes_first', params: { first: 'abandoned_checkout', firstId: 'better' } },
    });
    const late = addMs(noon, horizonMs + 1);
    expect(arbitrate([candidate('x', 'review_request'), better(late)], noon)).toContainEqual({
      id: 'x',
      kind: 'send',
      merged: [],
    });
    const evening = new Date('2026-10-24T17:30:00Z');
    const atNight = arbitrate(
      [
        candidate('x', 'review_request', {
          readyAt: evening,
          facts: facts('review_request', { now: evening }),
        }),
        { ...better(addMs(evening, 45 * minute)), facts: facts('abandoned_checkout', { now: evening }) },
      ],
      evening,
    );
    expect(atNight).toContainEqual({ id: 'x', kind: 'send', merged: [] });
  });

  it('drops what would be worthless when its turn comes', () => {
    const perishes = facts('review_reminder', { staleAt: addMs(noon, 10 * hour) });
    expect(
      arbitrate(
        [candidate('a', 'abandoned_checkout'), candidate('b', 'review_reminder', { facts: perishes })],
        noon,
      ),
    ).toContainEqual({ id: 'b', kind: 'drop', because: { reason: 'stale' } });
  });

  it('makes two review requests one message, with at most three products', () => {
    const merge = (size: number, key = 'review_request ada') => ({ merge: { key, size, room: 3 } });
    const of = (...sizes: number[]) =>
      arbitrate(
        sizes.map((size, at) =>
          candidate(`r${at}`, 'review_request', { ...merge(size), wantedAt: addMs(noon, at - hour) }),
        ),
        noon,
      )[0];
    expect(of(1, 1)).toMatchObject({ id: 'r0', kind: 'send', merged: ['r1'] });
    expect(of(2, 2)).toMatchObject({ merged: ['r1'] });
    expect(of(1, 1, 1, 1)).toMatchObject({ merged: ['r1', 'r2'] });
    expect(of(3, 1)).toMatchObject({ merged: [] });
    const elsewhere = candidate('other', 'review_request', merge(1, 'review_request bea'));
    expect(arbitrate([candidate('r', 'review_request', merge(1)), elsewhere], noon)[0]).toMatchObject({
      merged: [],
    });
  });

  it('does not hold one channel back for another', () => {
    const verdicts = arbitrate(
      [candidate('mail', 'abandoned_checkout'), candidate('text', 'abandoned_checkout', { channel: 'sms' })],
      noon,
    );
    expect(verdicts.map(({ kind }) => kind)).toEqual(['send', 'send']);
  });
});

/** A message in the life of one person, as the property below draws it. */
const wish = fc.record({
  kind: fc.constantFrom(...messageKinds),
  wanted: fc.integer({ min: 0, max: 4 * 24 * 60 }),
  after: fc.integer({ min: 0, max: 24 * 60 }),
  usefulHours: fc.option(fc.integer({ min: 1, max: 100 }), { nil: null }),
  consent: fc.constantFrom<DecisionFacts['consent'][]>('subscribed', 'subscribed', 'none', 'withdrawn'),
  isRefused: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
});

type Wish = typeof wish extends fc.Arbitrary<infer T> ? T : never;

interface Life {
  id: string;
  kind: MessageKind;
  wantedAt: Date;
  firstDueAt: Date;
  dueAt: Date;
  staleAt: Date | null;
  consent: DecisionFacts['consent'];
  isRefused: boolean;
  isDeferred: boolean;
  end: { kind: 'sent' | 'dropped' | 'merged'; at: Date; reason?: string } | null;
  reasons: string[];
}

/** Plays a person's weeks as the server does: whichever timer fires, the arbiter is asked and its word carried out. */
function play(wishes: Wish[], zone: string, turns: number[]): Life[] {
  const start = new Date('2026-10-22T00:00:00Z');
  const lives = wishes.map((one, at): Life => {
    const wantedAt = addMs(start, one.wanted * minute);
    const dueAt = addMs(wantedAt, one.after * minute);
    return {
      id: `m${at}`,
      kind: one.kind,
      wantedAt,
      firstDueAt: dueAt,
      dueAt,
      staleAt: one.usefulHours === null ? null : addMs(dueAt, one.usefulHours * hour),
      consent: one.consent,
      isRefused: one.isRefused,
      isDeferred: false,
      end: null,
      reasons: [],
    };
  });
  const rulesAt = (life: Life) => kindRules[life.kind];
  for (let step = 0; step < 2_000; step++) {
    const waiting = lives.filter(({ end }) => !end);
    if (waiting.length === 0) return lives;
    const now = new Date(Math.min(...waiting.map(({ dueAt }) => dueAt.getTime())));
    const due = waiting.filter(({ dueAt }) => dueAt <= now);
    const turn = due[(turns[step % turns.length] ?? 0) % due.length]!;
    const got = lives.filter((life) => life.end?.kind === 'sent' && rulesAt(life).class === 'marketing');
    const sentAt = got.map(({ end }) => end!.at.getTime()).sort((a, b) => a - b);
    const reviewsAt = got.filter((life) => rulesAt(life).isReview).map(({ end }) => end!.at);
    const toCandidate = (life: Life): Candidate => ({
      id: life.id,
      kind: life.kind,
      channel: 'email',
      rank: rankOf(life.kind, []),
      wantedAt: life.wantedAt,
      readyAt: life.isDeferred && life.dueAt > now ? now : life.dueAt,
      merge: rulesAt(life).isReview ? { key: life.kind, size: 1, room: 3 } : null,
      facts: facts(life.kind, {
        now,
        zone,
        staleAt: life.staleAt,
        consent: life.consent,
        objection: life.isRefused ? { reason: 'switched_off' } : null,
        lastMarketingAt: sentAt.length > 0 ? new Date(sentAt.at(-1)!) : null,
        reviewsAt,
      }),
    });
    const rivals = waiting.filter(
      (life) =>
        life !== turn &&
        rulesAt(life).class === 'marketing' &&
        rulesAt(turn).class === 'marketing' &&
        life.wantedAt <= now &&
        (life.isDeferred || life.dueAt <= addMs(now, horizonMs)),
    );
    const verdicts = arbitrate([turn, ...rivals].map(toCandidate), now);
    const byId = new Map(verdicts.map((one) => [one.id, one]));
    expect(byId.size).toBe(1 + rivals.length);
    const mine = byId.get(turn.id)!;
    const touched = mine.kind === 'send' ? [turn, ...rivals] : [turn];
    for (const life of touched) {
      const verdict = byId.get(life.id)!;
      const isMerged = mine.kind === 'send' && mine.merged.includes(life.id);
      if (life === turn && verdict.kind === 'send') life.end = { kind: 'sent', at: now };
      else if (isMerged) life.end = { kind: 'merged', at: now };
      else if (verdict.kind === 'drop')
        life.end = { kind: 'dropped', at: now, reason: verdict.because.reason };
      else if (verdict.kind === 'defer' && verdict.because.reason !== 'planned') {
        life.isDeferred = true;
        life.dueAt = verdict.until;
        life.reasons.push(verdict.because.reason);
      }
    }
    if (mine.kind === 'defer' && mine.because.reason === 'goes_first') {
      const first = lives.find(({ id }) => id === mine.because.params?.firstId)!;
      if (first.isDeferred && first.dueAt > now) first.dueAt = now;
    }
  }
  throw new Error('messages go round and round');
}

describe('the weeks of one person, whichever timer fires first', () => {
  const zones = [
    'Europe/Berlin',
    'Pacific/Auckland',
    'America/New_York',
    'Asia/Kathmandu',
    'Pacific/Chatham',
  ];
  const world = fc.tuple(
    fc.array(wish, { minLength: 1, maxLength: 9 }),
    fc.constantFrom(...zones),
    fc.array(fc.nat({ max: 20 }), { minLength: 1, maxLength: 12 }),
  );

  it('nothing is lost, nothing marketing comes twice within the cap or at night, nothing transactional waits', () => {
    fc.assert(
      fc.property(world, ([wishes, zone, turns]) => {
        const lives = play(wishes, zone, turns);
        for (const life of lives) {
          expect(life.end).not.toBeNull();
          if (life.end?.kind === 'dropped') expect(life.end.reason).toBeTruthy();
          if (kindRules[life.kind].class === 'transactional' && !life.isRefused) {
            expect(life.end).toMatchObject({ kind: 'sent', at: life.firstDueAt });
          }
          if (life.end?.kind !== 'dropped') {
            expect(life.end!.at.getTime()).toBeGreaterThanOrEqual(life.firstDueAt.getTime());
            if (life.staleAt) expect(life.end!.at.getTime()).toBeLessThan(life.staleAt.getTime());
          }
        }
        const marketing = lives
          .filter(({ kind, end }) => end?.kind === 'sent' && kindRules[kind].class === 'marketing')
          .map(({ end }) => end!.at)
          .sort((a, b) => a.getTime() - b.getTime());
        marketing.forEach((at, index) => {
          expect(afterQuietHours(at, zone)).toEqual(at);
          const last = marketing[index - 1];
          if (last) expect(at.getTime() - last.getTime()).toBeGreaterThanOrEqual(marketingGapMs);
        });
      }),
      { numRuns: 400 },
    );
  });

  it('a higher rank is never sent after a lower one that was due in the same window', () => {
    fc.assert(
      fc.property(world, ([wishes, zone, turns]) => {
        const lives = play(wishes, zone, turns);
        const sent = lives.filter(
          ({ kind, end }) => end?.kind === 'sent' && kindRules[kind].class === 'marketing',
        );
        for (const low of sent)
          for (const high of sent) {
            if (rankOf(high.kind, []) >= rankOf(low.kind, [])) continue;
            const wasWaiting = high.firstDueAt <= low.end!.at && high.end!.at > low.end!.at;
            expect(wasWaiting).toBe(false);
          }
      }),
      { numRuns: 400 },
    );
  });

  it('does not depend on the order in which candidates are given', () => {
    const some = fc.uniqueArray(fc.tuple(fc.constantFrom(...rankedKinds), fc.nat({ max: 50 })), {
      maxLength: 8,
      selector: ([, at]) => at,
    });
    fc.assert(
      fc.property(some, fc.infiniteStream(fc.nat()), (list, dice) => {
        const all = list.map(([kind, at]) =>
          candidate(`m${at}`, kind, {
            wantedAt: addMs(noon, -(at % 7) * hour),
            readyAt: addMs(noon, (at % 3) * 20 * minute),
          }),
        );
        const mixed = [...all].sort(() => ((dice.next().value as number) % 2 ? 1 : -1));
        expect(arbitrate(mixed, noon)).toEqual(arbitrate(all, noon));
      }),
    );
  });

  it('transactional messages are decided as if they were alone', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...messageKinds), { maxLength: 8 }), (kinds) => {
        const all = kinds.map((kind, at) =>
          candidate(`m${at}`, kind, {
            facts: facts(kind, { lastMarketingAt: addMs(noon, -hour), isPaused: true }),
          }),
        );
        for (const verdict of arbitrate(all, noon)) {
          const one = all.find(({ id }) => id === verdict.id)!;
          if (one.facts.rules.class === 'transactional')
            expect(verdict.kind).toBe(decideMessage(one.facts).kind);
          else expect(verdict.kind).not.toBe('send');
        }
      }),
    );
  });
});
