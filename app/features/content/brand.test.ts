import { describe, expect, it } from 'vitest';
import { generalSettings } from '../shops/index.ts';
import { brandFrom } from './brand.ts';
import { contrast, readableOn } from './contrast.ts';
import { spamWordsIn } from './spam-words.ts';

const shop = { name: 'Haus & Herd', storefrontUrl: 'https://shop.example' };
const brand = (given: object) => brandFrom(shop, generalSettings.parse(given), null, 'https://app.example');

describe('colours', () => {
  it.each([
    // the examples of WCAG's understanding documents
    ['#000000', '#ffffff', 21],
    ['#777777', '#ffffff', 4.48],
    ['#767676', '#ffffff', 4.54],
    ['#ff0000', '#ffffff', 4],
  ])('%s on %s have the contrast %d', (one, other, ratio) => {
    expect(contrast(one, other)).toBeCloseTo(ratio, 1);
    expect(contrast(other, one)).toBe(contrast(one, other));
  });

  it('suggest what can be read, whatever the colour', () => {
    for (let step = 0; step <= 0xffffff; step += 0x1357) {
      const color = `#${step.toString(16).padStart(6, '0')}`;
      expect(contrast(readableOn(color), color)).toBeGreaterThanOrEqual(4.5);
    }
  });

  it("take the merchant's own only where it can be read", () => {
    expect(brand({ accentColor: '#1f5c4d', buttonTextColor: '#ffe9b0' }).onColor).toBe('#ffe9b0');
    expect(brand({ accentColor: '#1f5c4d', buttonTextColor: '#2f6c5d' }).onColor).toBe('#ffffff');
    const dark = brand({ pageColor: '#101214' });
    expect([dark.onPage, dark.mutedOnPage]).toEqual(['#ffffff', '#ffffff']);
  });
});

it('a logo is the uploaded picture', () => {
  expect(brand({ logoId: `pic_${'a'.repeat(24)}` }).logoUrl).toBe(
    `https://app.example/offer-pictures/pic_${'a'.repeat(24)}`,
  );
  expect(brand({}).logoUrl).toBeNull();
  expect(generalSettings.safeParse({ logoId: 'https://evil.example/x.png' }).success).toBe(false);
});

describe('what spam filters stumble over', () => {
  it.each([
    ['Click here, {{ person.first_name }}', 'en', true, ['click here']],
    ['Nur für kurze Zeit', 'de', false, ['nur für kurze zeit']],
    ['Only today!!!', 'en', true, ['!!!']],
    ['EVERYTHING MUST GO', 'en', true, ['EVERYTHING MUST GO']],
    ['EVERYTHING MUST GO', 'en', false, []],
    ['DANKE', 'de', true, []],
    // what stands in a variable's name or filter is not said to anybody
    ['Hello {{ code.value | default: "100% free!!!" }}', 'en', true, []],
    ['Your order #1001 is on its way', 'en', true, []],
  ])('%s', (text, language, isSubject, words) => {
    expect(spamWordsIn(text, language, isSubject)).toEqual(words);
  });
});
