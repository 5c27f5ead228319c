import { useState } from 'preact/hooks';
import { isTickedIn, typedIn, useFocusPlace } from './fields.ts';
import { elementId } from './format.ts';
import type { Host } from './host.ts';
import { AnswerButtons, OfferBox } from './offer-box.tsx';
import { type BlockProps, problemOf, useFlow } from './offer-flow.ts';

/** 2000 had a 29 February; months are told by their middle. */
const LEAP_YEAR = 2000;
const OLDEST_YEAR = 1900;
/** All three fields side by side where there is room. */
export const BIRTHDAY_COLUMNS = '@container (inline-size > 420px) 1fr 2fr 2fr, 1fr 1fr';

/** The day to be remembered; the year is the shopper's own business. */
export function BirthdayBlock(props: BlockProps) {
  const { host, offer } = props;
  const flow = useFlow(props);
  const [day, setDay] = useState('');
  const [month, setMonth] = useState('');
  const [year, setYear] = useState('');
  const [isTicked, setTicked] = useState(false);
  const date = useFocusPlace();
  const box = useFocusPlace();
  const { translate } = host.i18n;
  if (!offer.birthday) return null;

  const type = (event: Event, set: (typed: string) => void) => {
    set(typedIn(event));
    flow.settle();
  };
  const send = () => {
    const birthday = birthdayOf(day, month, year.trim());
    if (!birthday) {
      flow.complain(translate('birthday.wrong'), 'birthday');
      date.focus();
    } else if (!isTicked) {
      flow.complain(translate('consent.missing'), 'consent');
      box.focus();
    } else {
      void flow.accept({ birthday, consent: true });
    }
  };
  return (
    <OfferBox {...props} flow={flow} fields={['consent']}>
      <s-form onSubmit={send}>
        <s-stack gap="base">
          <s-query-container>
            <s-grid gridTemplateColumns={BIRTHDAY_COLUMNS} gap="small">
              <s-select
                ref={date.hold}
                id={elementId('day', offer.id)}
                label={translate('birthday.day')}
                autocomplete="bday-day"
                value={day}
                placeholder="–"
                onChange={(event) => type(event, setDay)}
              >
                {numbers(1, 31).map((n) => (
                  <s-option key={n} value={String(n)}>
                    {String(n)}
                  </s-option>
                ))}
              </s-select>
              <s-select
                id={elementId('month', offer.id)}
                label={translate('birthday.month')}
                autocomplete="bday-month"
                placeholder="–"
                value={month}
                onChange={(event) => type(event, setMonth)}
              >
                {numbers(1, 12).map((n) => (
                  <s-option key={n} value={String(n)}>
                    {monthName(host, n)}
                  </s-option>
                ))}
              </s-select>
              <s-number-field
                id={elementId('year', offer.id)}
                label={translate('birthday.year')}
                inputMode="numeric"
                value={year}
                onInput={(event) => type(event, setYear)}
                onChange={(event) => type(event, setYear)}
              />
            </s-grid>
          </s-query-container>
          <s-checkbox
            ref={box.hold}
            label={offer.birthday.consent}
            error={problemOf(flow, 'consent')}
            onChange={(event) => {
              setTicked(isTickedIn(event));
              flow.settle();
            }}
          />
          <AnswerButtons {...props} flow={flow} />
        </s-stack>
      </s-form>
    </OfferBox>
  );
}

function numbers(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, at) => from + at);
}

function monthName(host: Host, month: number): string {
  const middle = new Date(Date.UTC(LEAP_YEAR, month - 1, 15));
  return host.i18n.formatDate(middle, { month: 'long', timeZone: 'UTC', inExtensionLocale: true });
}

/** "MM-DD" or "YYYY-MM-DD" of a day that there is; null otherwise. */
function birthdayOf(day: string, month: string, year: string): string | null {
  if (!day || !month) return null;
  const written = year === '' ? LEAP_YEAR : Number(year);
  const thisYear = new Date().getUTCFullYear();
  if (!Number.isInteger(written) || written < OLDEST_YEAR || written > thisYear) return null;
  const date = new Date(Date.UTC(written, Number(month) - 1, Number(day)));
  if (date.getUTCDate() !== Number(day)) return null;
  const iso = date.toISOString().slice(0, 10);
  return year === '' ? iso.slice(5) : iso;
}
