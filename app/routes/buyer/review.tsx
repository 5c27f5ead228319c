import {
  type ActionFunctionArgs,
  json,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { pickLocale } from '../../features/messages/index.server.ts';
import { referralInvite } from '../../features/referrals/index.server.ts';
import { giveReviews, openReviewPage, postponeRequest } from '../../features/reviews/index.server.ts';
import { formatMoney } from '../../kit/money.ts';
import { paths } from '../../paths.ts';
import type { AppContext, Context } from '../../platform/context.ts';
import buyerStyles from '../../ui/buyer.css?url';
import reviewStyles from '../../ui/reviews/review.css?url';
import { ReviewCard, type ReviewCardProps } from '../../ui/reviews/review-card.tsx';
import { reviewWords } from '../../ui/reviews/review-words.ts';
import { buyerContext } from '../../wiring/context.server.ts';
import { readReviewForm } from './review-form.server.ts';

export const links = () => [
  { rel: 'stylesheet', href: buyerStyles },
  { rel: 'stylesheet', href: reviewStyles },
];
export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data?.title ?? '' },
  { name: 'robots', content: 'noindex' },
];

const languageNames = { en: 'English', de: 'Deutsch' };
const safe = { 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' };

/** GET shows and changes nothing: mail scanners follow links. */
export async function loader(args: LoaderFunctionArgs) {
  const { app, acceptLanguage } = await buyerContext(args);
  const { id = '', signature = '' } = args.params;
  const query = new URL(args.request.url).searchParams;
  const opened = await openReviewPage(app, id, signature);
  const orderLocale =
    opened.kind === 'page' ? opened.page.locale : opened.kind === 'expired' ? opened.locale : null;
  const locale = pickLocale(app.text, query.get('lang') ?? orderLocale, acceptLanguage ?? 'en');
  const t = app.text(locale);
  const lang = t('mail:messages.language');
  const frame = { lang, languages: otherLanguages(lang, query) };
  if (opened.kind !== 'page') {
    const words = reviewWords(t, { shop: opened.kind === 'expired' ? opened.shopName : '' });
    const view = opened.kind;
    return answer(
      { ...frame, view, words, shop: null, page: null, chosen: null, until: null, thanks: null },
      words[view].heading,
      view === 'unknown' ? 404 : 410,
    );
  }
  const { page, ctx } = opened;
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  const words = reviewWords(t, {
    shop: page.shopName,
    percent: page.rewardBasisPoints === null ? '' : percent.format(page.rewardBasisPoints / 10_000),
  });
  const view = viewOf(query.get('view'), page.isAnswered);
  const until = dateText(query.get('until'), locale);
  return answer(
    {
      ...frame,
      view,
      words,
      shop: { name: page.shopName, url: ctx.shop.storefrontUrl },
      page: {
        authorName: page.authorName,
        isAnswered: page.isAnswered,
        canPostpone: page.canPostpone,
        products: page.products,
      },
      chosen: { product: query.get('product'), stars: query.get('stars') },
      until: view === 'postponed' ? t('buyer:reviews.postponed.text', { date: until }) : null,
      thanks: view === 'thanks' ? await thanks(ctx, t, locale, page.personId, query) : null,
    },
    words.heading,
    200,
  );
}

function answer(props: Omit<ReviewCardProps, 'invalid'>, title: string, status: number) {
  return json({ props, title }, { status, headers: safe });
}

export async function action(args: ActionFunctionArgs) {
  const { app, acceptLanguage } = await buyerContext(args);
  const { id = '', signature = '' } = args.params;
  const opened = await openReviewPage(app, id, signature);
  if (opened.kind !== 'page') throw new Response(null, { status: opened.kind === 'unknown' ? 404 : 410 });
  const { ctx, page } = opened;
  const query = new URL(args.request.url).searchParams;
  const lang = query.get('lang');
  const locale = pickLocale(app.text, lang ?? page.locale, acceptLanguage ?? 'en');
  const here = (view: string, more: Record<string, string> = {}) =>
    redirect(
      `${paths.review(id, signature)}?${new URLSearchParams({ view, ...(lang ? { lang } : {}), ...more })}`,
      {
        status: 303,
        headers: safe,
      },
    );
  const form = await readReviewForm(
    args.request,
    page.products.map(({ productId }) => productId),
    locale,
  );
  if (form.kind === 'postpone') {
    const until = await postponeRequest(ctx, id);
    return until ? here('postponed', { until: until.toISOString().slice(0, 10) }) : here('form');
  }
  if (form.kind === 'too_much') throw new Response(null, { status: 413 });
  if (form.kind === 'invalid') return json(form, { status: 422, headers: safe });
  const given = await giveReviews(ctx, id, form.input, form.uploads);
  if (given.kind === 'gone') throw new Response(null, { status: 410 });
  const refused = [...new Set(given.refusedPhotos.map(({ reason }) => reason))].join(' ');
  return here('thanks', {
    ...(given.held > 0 ? { held: given.held < given.reviewIds.length ? 'some' : 'all' } : {}),
    ...(refused ? { refused } : {}),
  });
}

function viewOf(wanted: string | null, isAnswered: boolean): 'form' | 'not-arrived' | 'postponed' | 'thanks' {
  if (wanted === 'thanks' && isAnswered) return 'thanks';
  if (wanted === 'postponed' && !isAnswered) return 'postponed';
  if (wanted === 'not-arrived' && !isAnswered) return 'not-arrived';
  return 'form';
}

/** A calendar day as it is said; it has no zone. */
function dateText(date: string | null, locale: string): string {
  const at = new Date(`${date ?? ''}T12:00:00Z`);
  if (Number.isNaN(at.getTime())) return '';
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(at);
}

const refusals = ['too_large', 'not_a_photo', 'broken', 'too_many'] as const;

/** The last step: what happens with the review, what became of the pictures, and the link for friends, whatever the stars. */
async function thanks(
  ctx: Context,
  t: ReturnType<AppContext['text']>,
  locale: string,
  personId: string | null,
  query: URLSearchParams,
) {
  const found = personId ? await referralInvite(ctx, personId) : null;
  const invite = found === 'pending' ? null : found;
  const refused = (query.get('refused') ?? '').split(' ');
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 });
  return {
    held: query.get('held')
      ? t(`buyer:reviews.thanks.${query.get('held') === 'some' ? 'heldSome' : 'held'}`)
      : null,
    refused: refusals
      .filter((reason) => refused.includes(reason))
      .map((reason) => t(`buyer:reviews.photo.${reason}`)),
    invite: invite && {
      url: invite.url,
      text: t('buyer:reviews.invite.text', {
        shop: ctx.shop.name,
        percent: percent.format(invite.friendBasisPoints / 10_000),
        credit: formatMoney(
          { minor: BigInt(invite.advocateReward.minor), currency: invite.advocateReward.currency },
          locale,
        ),
      }),
      mailto: `mailto:?${new URLSearchParams({
        subject: t('buyer:reviews.invite.subject', { shop: ctx.shop.name }),
        body: invite.url,
      })
        .toString()
        .replaceAll('+', '%20')}`,
    },
  };
}

function otherLanguages(lang: string, query: URLSearchParams) {
  return Object.entries(languageNames)
    .filter(([code]) => code !== lang)
    .map(([code, name]) => {
      const href = new URLSearchParams(query);
      href.set('lang', code);
      return { lang: code, name, href: `?${href}` };
    });
}

export default function ReviewPage() {
  const { props } = useLoaderData<typeof loader>();
  const sent = useActionData<typeof action>();
  return <ReviewCard {...props} invalid={sent ?? null} />;
}
