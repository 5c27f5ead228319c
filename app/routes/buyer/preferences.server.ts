import type { LoaderFunctionArgs } from '@remix-run/node';
import {
  choosePreferences,
  openPreferences,
  type PreferenceChoice,
  type PreferencePage,
  pickLocale,
} from '../../features/messages/index.server.ts';
import { paces, topics } from '../../features/messages/index.ts';
import type { AppContext } from '../../platform/context.ts';
import type { PreferencesForm, PreferencesPageProps } from '../../ui/preferences-page.tsx';
import { buyerContext } from '../../wiring/context.server.ts';
import { languageNames } from './mailing.server.ts';

type Said = PreferenceChoice['kind'] | null;

/** Words of the page, in the language asked for (`?lang=`), else the message's. @param said what was just pressed */
function propsOf(
  app: AppContext,
  page: PreferencePage,
  wantedLanguage: string | null,
  said: Said,
): PreferencesPageProps {
  const locale = pickLocale(app.text, wantedLanguage, page.kind === 'known' ? page.pageLocale : 'en');
  const t = app.text(locale);
  const lang = t('mail:messages.language');
  const languages = Object.entries(languageNames)
    .filter(([code]) => code !== lang)
    .map(([code, name]) => ({ lang: code, name, href: `?lang=${code}` }));
  if (page.kind !== 'known') {
    const key = page.kind === 'forged' ? 'badLink' : 'gone';
    return {
      lang,
      shop: null,
      languages,
      heading: t(`buyer:messages.${key}.heading`),
      status: null,
      text: t(`buyer:messages.${key}.text`),
      form: null,
      toShop: null,
    };
  }
  const date = page.pausedUntil
    ? new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: page.timezone }).format(page.pausedUntil)
    : '';
  const words = (key: string) => t(`buyer:preferences.${key}`, { shop: page.shopName, date });
  return {
    lang,
    shop: { name: page.shopName, url: page.shopUrl },
    languages,
    heading: words('heading'),
    status: said ? words(`said.${said}`) : null,
    text: words('text'),
    form: formOf(page, words),
    toShop: t('buyer:messages.toShop', { shop: page.shopName }),
  };
}

function formOf(
  page: Extract<PreferencePage, { kind: 'known' }>,
  words: (key: string) => string,
): PreferencesForm {
  return {
    topics: {
      legend: words('topics.legend'),
      choices: topics.map((topic) => ({
        value: topic,
        label: words(`topics.${topic}.label`),
        help: words(`topics.${topic}.help`),
        isOn: !page.topicsOff.includes(topic),
      })),
    },
    pace: {
      legend: words('pace.legend'),
      choices: paces.map((pace) => ({ value: pace, label: words(`pace.${pace}`), isOn: page.pace === pace })),
    },
    channels: {
      legend: words('channels.legend'),
      note: page.channels.length > 1 ? words('channels.note') : '',
      choices: page.channels.map(({ channel, isOn }) => ({
        value: channel,
        label: words(`channels.${channel}`),
        isOn,
      })),
    },
    locale: {
      label: words('locale.label'),
      value: page.locale ?? '',
      choices: [
        { value: '', label: words('locale.auto') },
        ...Object.entries(languageNames).map(([value, label]) => ({ value, label })),
      ],
    },
    save: words('save'),
    pause: page.pausedUntil
      ? { text: words('resume.text'), button: words('resume.button'), intent: 'resume' }
      : { text: words('pause.text'), button: words('pause.button'), intent: 'pause' },
    stop: { text: words('stop.text'), button: words('stop.button') },
  };
}

const statusOf = (page: PreferencePage) => (page.kind === 'forged' ? 404 : 200);

/** GET: shows the page and changes nothing (scanners follow links). */
export async function showPreferences(args: LoaderFunctionArgs) {
  const { app } = await buyerContext(args);
  const { id = '', signature = '' } = args.params;
  const page = await openPreferences(app, id, signature);
  const lang = new URL(args.request.url).searchParams.get('lang');
  return { props: propsOf(app, page, lang, null), status: statusOf(page) };
}

/** POST: one of the page's buttons. What the form does not say is not chosen; a name that is unknown is passed over. */
export async function choosePreferencesByForm(args: LoaderFunctionArgs) {
  const { app } = await buyerContext(args);
  const { id = '', signature = '' } = args.params;
  const form = await args.request.formData().catch(() => new FormData());
  const lang = String(form.get('lang') ?? '') || null;
  const choice = readChoice(form);
  if (!choice) throw new Response(null, { status: 400 });
  const t = app.text(lang ?? 'en');
  const said =
    choice.kind === 'save'
      ? `${t('buyer:preferences.channels.email', { shop: '' })} / ${t('buyer:preferences.save')}`
      : t(`buyer:preferences.${choice.kind}.button`);
  const page = await choosePreferences(app, id, signature, choice, said);
  return { props: propsOf(app, page, lang, choice.kind), status: statusOf(page) };
}

function readChoice(form: FormData): PreferenceChoice | null {
  const intent = form.get('intent');
  if (intent === 'pause' || intent === 'resume' || intent === 'stop') return { kind: intent };
  if (intent !== 'save') return null;
  const ticked = new Set(form.getAll('topic').map(String));
  const locale = String(form.get('locale') ?? '');
  return {
    kind: 'save',
    topics: topics.filter((topic) => ticked.has(topic)),
    pace: paces.find((pace) => pace === form.get('pace')) ?? 'all',
    locale: Object.hasOwn(languageNames, locale) ? locale : null,
    channels: (['email', 'sms'] as const).filter((channel) => form.getAll('channel').includes(channel)),
  };
}
