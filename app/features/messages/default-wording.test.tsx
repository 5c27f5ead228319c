import { describe, expect, it } from 'vitest';
import { createText } from '../../platform/text/text.server.ts';
import { brandFrom } from '../content/index.server.ts';
import { contentVars } from '../content/index.ts';
import { drawContentForTest } from '../content/testing.ts';
import { generalSettings } from '../shops/index.ts';
import { contentOf } from './content-of.ts';
import { kindRules, type MessageData, type MessageKind, messageKinds } from './kinds.ts';
import { renderMessage } from './render-message.server.tsx';
import { sampleData } from './sample-data.ts';

const text = createText();
const shop = { name: 'Haus & Herd', storefrontUrl: 'https://shop.example' };
const brand = brandFrom(shop, generalSettings.parse({ postalAddress: 'Weg 1\n10115 Berlin' }), null);
const sampleShop = {
  currency: 'EUR',
  storefrontUrl: shop.storefrontUrl,
  appUrl: 'https://app.example',
  now: new Date('2026-11-02T10:00:00Z'),
  firstName: 'Ada',
  productTitle: 'Teekanne',
  flowContent: { subject: 'S', text: 'T', button: 'B', url: 'https://shop.example' },
  products: [{ title: 'Teekanne', imageUrl: 'https://cdn.example/a.png', priceMinor: 4490n }],
};

/** The states of a kind that say different things. */
function cases<Kind extends MessageKind>(kind: Kind): MessageData<Kind>[] {
  const data = sampleData(kind, sampleShop) as MessageData<MessageKind>;
  const endsAt = '2026-11-05T10:00:00.000Z';
  const all: unknown[] = [data];
  if ('firstName' in data) all.push({ ...data, firstName: null });
  if ('step' in data) {
    all.push({ ...data, step: 2 }, { ...data, step: 3 });
    all.push({ ...data, step: 3, code: { code: 'BACK-1', basisPoints: 1500, endsAt } });
  }
  if ('state' in data) {
    all.push({ ...data, state: 'pending', payableAt: endsAt }, { ...data, state: 'pending' });
    all.push({ ...data, url: null });
  }
  if ('reward' in data) all.push({ ...data, reward: { kind: 'percentage', basisPoints: 1000 } });
  if ('endsAt' in data) all.push({ ...data, endsAt: null });
  if ('consentText' in data) all.push({ ...data, consentText: 'Ja, „gern“ *immer*' });
  if ('statusUrl' in data) all.push({ ...data, statusUrl: null, referral: null });
  return all as MessageData<Kind>[];
}

/** Lines without their spaces: where a paragraph ends is the only thing that may differ. */
const lines = (plain: string) =>
  plain
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .filter((line) => line !== '' && !/^-+$/.test(line));

/** Those that carry words of their own have no content to begin with. */
const wordedKinds = messageKinds.filter(
  (kind) => contentOf[kind].slot(sampleData(kind, sampleShop) as never) !== null,
);

describe.each(wordedKinds)('the content that a merchant begins with for %s', (kind) => {
  it.each(['en', 'de'] as const)('says in %s what our template says', (locale) => {
    for (const data of cases(kind)) {
      const isMarketing = kindRules[kind].class === 'marketing';
      const look = {
        t: text(locale),
        brand,
        locale,
        timezone: 'Europe/Berlin',
        unsubscribeUrl: isMarketing ? 'https://app.example/unsubscribe/1/2' : null,
        preferencesUrl: 'https://app.example/preferences/1/2',
      };
      const template = renderMessage(kind, data, look);
      const worded = contentOf[kind] as (typeof contentOf)['thank_you'];
      const own = drawContentForTest(
        worded.slot(data as never)!,
        contentVars.parse(worded.vars(data as never)),
        look,
      );
      expect(own.subject).toBe(template.subject);
      expect(lines(own.text)).toEqual(lines(template.text));
      const links = (html: string) => [...html.matchAll(/href="([^"]*)"/g)].map(([, url]) => url);
      expect(links(own.html)).toEqual(links(template.html));
    }
  });
});
