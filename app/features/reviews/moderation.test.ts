import { describe, expect, it } from 'vitest';
import { coverUp, judgeText } from './moderation.ts';

describe('what holds a review back', () => {
  it.each([
    ['Der Stoff ist dick und warm, super Klasse!', null],
    ['Die Dicke des Topfs passt, Analog-Waage dabei, Massage inklusive.', null],
    ['Fährt nach Scunthorpe und Sussex, schöner Cocktail, Titel passt', null],
    ['Rapsöl und Raps riechen gut. Grapefruit-Tee, Assel, Passat', null],
    ['Bought in 2024, 30 x 40 cm, 1.500 g, cost 12.99, order 1001234', null],
    ['Am 01.02.2026 bestellt, am 03/02/2026 da. 100 %!', null],
    ['Schuhe in 42, Uhrzeit 12:30, 0.5 mm, Nr. 4711', null],
    ['So ein Scheiß', 'profanity'],
    ['Was für ein Scheissladen', 'profanity'],
    ['du Arschloch', 'profanity'],
    ['This is fucking great', 'profanity'],
    ['f u c k i n g', null],
    ['sh1t product', 'profanity'],
    ['Schreiben Sie an anna.b@example.de', 'personal_data'],
    ['Rufen Sie an: 0171 2345678', 'personal_data'],
    ['call +1 (555) 123-4567 now', 'personal_data'],
    ['555-123-4567', 'personal_data'],
    ['IBAN DE89 3704 0044 0532 0130 00', 'personal_data'],
    ['cheaper at https://spam.example/x', 'link'],
    ['besser auf billiger-kaufen.com', 'link'],
    ['Gut.Netter Verkäufer', null],
    ['tolle Grafik, Traffic, Fickle weather', null],
    ['Spastik-Kissen hilft', null],
  ])('%s -> %s', (text, wanted) => {
    expect(judgeText(text)).toBe(wanted);
  });

  it('judges any of several texts and names the gravest reason', () => {
    expect(judgeText(null, 'fine', 'shit, mail me: a@example.com')).toBe('personal_data');
    expect(judgeText(null, '')).toBeNull();
  });
});

describe('covering up', () => {
  it('covers what would hold the text, and nothing else', () => {
    expect(coverUp('Such shit, write to me@example.com!')).toBe('Such •••, write to •••!');
    expect(coverUp('All good')).toBe('All good');
  });
  it('leaves nothing that would hold it again', () => {
    for (const text of ['0171 2345678 scheisse www.spam.de x@y.de', 'fuckfuck a@b.com'])
      expect(judgeText(coverUp(text))).toBeNull();
  });
});
