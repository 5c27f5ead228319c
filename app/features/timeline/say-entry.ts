import { formatMoney } from '../../kit/money.ts';
import type { TimelineEntry, TimelineGroup, TimelineValue } from '../../kit/timeline.ts';
import type { Translate } from '../../platform/context.ts';

/** One entry in the merchant's words, ready to draw. */
export interface EntryInWords {
  id: string;
  group: TimelineGroup;
  kind: string;
  sentence: string;
  /** ISO */
  at: string;
  when: string;
  link: string | null;
}

/** Who reads: the words and language of the admin, and moments by the shop's clock. */
export interface TimelineReader {
  t: Translate;
  locale: string;
  moment(at: Date): string;
}

/** A value as it stands in a sentence. */
export function sayValue(value: TimelineValue, reader: TimelineReader): string | number {
  if (typeof value !== 'object') return value;
  if ('minor' in value)
    return formatMoney({ minor: BigInt(value.minor), currency: value.currency }, reader.locale);
  if ('moment' in value) return reader.moment(new Date(value.moment));
  return reader.t(value.word, sayAll(value.params ?? {}, reader));
}

function sayAll(
  params: Record<string, TimelineValue>,
  reader: TimelineReader,
): Record<string, string | number> {
  return Object.fromEntries(Object.entries(params).map(([key, value]) => [key, sayValue(value, reader)]));
}

/** Puts one entry into words (`timeline:says.*`). */
export function sayEntry(entry: TimelineEntry, reader: TimelineReader): EntryInWords {
  return {
    id: entry.id,
    group: entry.group,
    kind: entry.kind,
    sentence: reader.t(`timeline:says.${entry.kind}`, sayAll(entry.params, reader)),
    at: entry.at.toISOString(),
    when: reader.moment(entry.at),
    link: entry.link,
  };
}
