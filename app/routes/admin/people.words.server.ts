import { momentFormat } from '../../features/messages/index.ts';
import type { BoughtTotal } from '../../features/orders/index.server.ts';
import type { PersonFile } from '../../features/people/index.server.ts';
import { sourceWord } from '../../features/people/index.ts';
import { type EntryInWords, sayValue } from '../../features/timeline/index.ts';
import { formatMoney } from '../../kit/money.ts';
import type { ShopRef, Translate } from '../../platform/context.ts';
import { countryName, languageName } from '../../ui/offers/languages.ts';
import type { PersonView } from '../../ui/people/person-cards.tsx';
import type { TimelineDay } from '../../ui/people/timeline-list.tsx';

interface Reader {
  t: Translate;
  locale: string;
  shop: ShopRef;
}

/** What the page says of a person, in the merchant's words. */
export function personView(
  file: PersonFile,
  bought: BoughtTotal[],
  ahead: EntryInWords[],
  { t, locale, shop }: Reader,
): PersonView {
  const moment = momentFormat(locale, shop.timezone);
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: shop.timezone });
  const said = (source: string) => String(sayValue(sourceWord(source), { t, locale, moment }));
  const last = bought.reduce<Date | null>((at, one) => (at && at > one.lastAt ? at : one.lastAt), null);
  const fact = (key: string, value: string | null) =>
    value ? [{ label: t(`timeline:person.${key}`), value }] : [];
  return {
    facts: [
      ...fact('since', date.format(file.createdAt)),
      ...fact('country', file.country && countryName(file.country, locale)),
      ...fact('language', file.locale && languageName(file.locale, locale)),
      ...fact('zone', file.timezone),
    ],
    tags: file.tags,
    joined: file.joined,
    bought: bought.map((one) => ({
      orders: t('timeline:person.orders', { count: one.orders }),
      net: formatMoney({ minor: one.netMinor, currency: one.currency }, locale),
    })),
    lastOrder: last && date.format(last),
    identities: file.identities.map((one) => ({
      key: `${one.kind} ${one.value}`,
      kind: t(`timeline:person.identity.${one.kind}`),
      value: one.value,
      evidence: t('timeline:person.learned', {
        source: said(one.source),
        date: date.format(one.learnedAt),
      }),
    })),
    consents: file.consents.map((one, index) => ({
      key: `${one.channel} ${index}`,
      channel: capital(t(`timeline:channel.${one.channel}`)),
      address: one.address,
      state: one.state,
      words: t(`timeline:consent.${one.state}`),
      evidence: one.changedAt
        ? t('timeline:person.consentBy', {
            source: capital(said(one.source)),
            date: date.format(one.changedAt),
          })
        : t('timeline:person.neverAsked'),
      text: one.text,
      isConfirmed: one.isConfirmed,
    })),
    ahead: ahead.map(({ id, sentence, when, link }) => ({ id, sentence, when, link })),
  };
}

const capital = (words: string) => words.slice(0, 1).toUpperCase() + words.slice(1);

/** Entries by the days of the shop's zone, in the order in which they come. */
export function daysOf(
  entries: EntryInWords[],
  { locale, shop }: Pick<Reader, 'locale' | 'shop'>,
): TimelineDay[] {
  const dayFormat = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeZone: shop.timezone });
  const timeFormat = new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone: shop.timezone });
  const days: TimelineDay[] = [];
  for (const entry of entries) {
    const at = new Date(entry.at);
    const day = dayFormat.format(at);
    const told = { ...entry, time: timeFormat.format(at) };
    const open = days.at(-1);
    if (open?.day === day) open.entries.push(told);
    else days.push({ day, entries: [told] });
  }
  return days;
}
