import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSimilarEmail, isSimilarName } from './likeness.ts';
import { refOf } from './match-referral.server.ts';
import { type FriendFacts, judgeReferral, reversedShare } from './referral.ts';
import { advocateReward, minimumOrder, referralsSettings } from './settings.ts';

const fine: FriendFacts = {
  isSamePerson: false,
  isFriendKnown: true,
  hasOrderedBefore: false,
  wasReferredBefore: false,
  isLinkExpired: false,
  isOtherCurrency: false,
  subtotalMinor: 5_000n,
  minimumMinor: 3_000n,
  isSimilarName: false,
  isSimilarEmail: false,
  isSameAddress: false,
  isSameIp: false,
  purchasesFromIp: 1,
};

describe('judging a referral', () => {
  it('counts a new friend', () => expect(judgeReferral(fine)).toEqual({ kind: 'pending' }));
  it.each([
    [{ isSamePerson: true }, 'same_person'],
    [{ hasOrderedBefore: true }, 'existing_customer'],
    [{ wasReferredBefore: true }, 'already_referred'],
    [{ isLinkExpired: true }, 'link_expired'],
    [{ subtotalMinor: 2_999n }, 'below_minimum'],
  ])('%o is rejected: %s', (change, reason) =>
    expect(judgeReferral({ ...fine, ...change })).toEqual({ kind: 'rejected', reason }),
  );
  it('holds suspicion for a person, and never rejects on an IP alone', () => {
    expect(judgeReferral({ ...fine, isSameIp: true, purchasesFromIp: 40 })).toEqual({
      kind: 'held',
      signals: ['same_device', 'many_from_ip'],
    });
    expect(judgeReferral({ ...fine, purchasesFromIp: 3 }).kind).toBe('pending');
    expect(judgeReferral({ ...fine, isFriendKnown: false }).kind).toBe('held');
  });
});

describe('taking back a share', () => {
  it('is exact at the ends and rounds half up in between', () => {
    const share = (refundedMinor: bigint, amount = 1_000n, basisMinor = 9_999n) =>
      reversedShare(amount, { basisMinor, refundedMinor, isCancelled: false });
    expect(share(0n)).toBe(0n);
    expect(share(9_999n)).toBe(1_000n);
    expect(share(20_000n)).toBe(1_000n);
    expect(share(3_333n)).toBe(333n);
    expect(share(1n, 1_000n, 3n)).toBe(333n); // 666.67 stays 667
    expect(share(1n, 1_000n, 2n)).toBe(500n);
    expect(reversedShare(1_000n, { basisMinor: 0n, refundedMinor: 0n, isCancelled: true })).toBe(1_000n);
  });
  it('never takes more than was given, never less as more is refunded', () => {
    fc.assert(
      fc.property(
        fc.bigInt(1n, 10n ** 7n),
        fc.bigInt(1n, 10n ** 9n),
        fc.bigInt(0n, 2n * 10n ** 9n),
        fc.bigInt(0n, 10n ** 6n),
        (amount, basisMinor, refunded, more) => {
          const first = reversedShare(amount, { basisMinor, refundedMinor: refunded, isCancelled: false });
          const then = reversedShare(amount, {
            basisMinor,
            refundedMinor: refunded + more,
            isCancelled: false,
          });
          expect(first >= 0n && first <= then && then <= amount).toBe(true);
        },
      ),
    );
  });
});

describe('likeness', () => {
  it.each([
    ['Anna', 'Berg', 'Ana', 'Berg', true],
    ['Anna', 'Berg', 'Berg', 'Anna', true],
    ['Jörg', 'Müller', 'Jorg', 'Muller', true],
    ['Anna', 'Berg', 'Paul', 'Berg', false],
    ['Anna', 'Nguyen', 'Linh', 'Nguyen', false],
  ])('%s %s and %s %s: %s', (aFirst, aLast, bFirst, bLast, wanted) =>
    expect(
      isSimilarName({ firstName: aFirst, lastName: aLast }, { firstName: bFirst, lastName: bLast }),
    ).toBe(wanted),
  );
  it.each([
    ['anna.berg@gmail.com', 'annaberg2@web.de', true],
    ['anna.berg+x@gmail.com', 'anna-berg@gmx.de', true],
    ['anna.berg@gmail.com', 'anna.burg@gmail.com', true],
    ['info@shop-a.de', 'info@shop-b.de', false],
    ['tom@a.de', 'tim@a.de', false],
    ['paul.stein@a.de', 'anna.berg@a.de', false],
    ['张伟@例子.cn', '李娜@例子.cn', false],
  ])('%s and %s: %s', (a, b, wanted) => expect(isSimilarEmail(a, b)).toBe(wanted));
});

describe('settings', () => {
  it('give a sensible reward in every currency', () => {
    const settings = referralsSettings.parse({});
    expect(advocateReward(settings, 'EUR').minor).toBe(1_000n);
    expect(advocateReward(settings, 'JPY').minor).toBe(1_000n);
    expect(advocateReward(settings, 'KWD').minor).toBe(3_000n);
    expect(minimumOrder(settings, 'EUR').minor).toBe(3_000n);
    expect(settings.isOn).toBe(false);
  });
});

describe('the ref of a landing page', () => {
  it.each([
    ['/?ref=friend-abc', 'FRIEND-ABC'],
    ['https://shop.example/products/x?utm=1&ref=FRIEND-2', 'FRIEND-2'],
    ['/?ref=<script>', null],
    ['/?ref=', null],
    ['/', null],
    [null, null],
    ['http://[', null],
  ])('%s: %s', (landing, wanted) => expect(refOf(landing)).toBe(wanted));
});
