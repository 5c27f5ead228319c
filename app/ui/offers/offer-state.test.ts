import { expect, test } from 'vitest';
import { offerState } from './offer-state.ts';

const now = Date.parse('2026-11-24T12:00:00Z');
const at = (startsAt: string | null, endsAt: string | null) =>
  offerState({ status: 'active', startsAt, endsAt }, now);

test('an active offer is scheduled before its start and ended from its end on', () => {
  expect(at(null, null)).toBe('active');
  expect(at('2026-11-24T12:00:00Z', null)).toBe('active');
  expect(at('2026-11-24T12:00:01Z', null)).toBe('scheduled');
  expect(at(null, '2026-11-24T12:00:00Z')).toBe('ended');
  expect(at(null, '2026-11-24T12:00:01Z')).toBe('active');
});

test('a draft or archived offer is just that, whatever its times say', () => {
  expect(offerState({ status: 'draft', startsAt: null, endsAt: '2020-01-01T00:00:00Z' }, now)).toBe('draft');
  expect(offerState({ status: 'archived', startsAt: '2030-01-01T00:00:00Z', endsAt: null }, now)).toBe(
    'archived',
  );
});
