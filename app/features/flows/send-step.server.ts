import type { Context } from '../../platform/context.ts';
import type { Queryable } from '../../platform/db/db.server.ts';
import { pickLocale, requestMessage } from '../messages/index.server.ts';
import type { FlowMessageData, MessageAddress } from '../messages/index.ts';
import { consentOfAddress, getPerson, hashEmail, learnEmailConsent } from '../people/index.server.ts';
import { referralInvite } from '../referrals/index.server.ts';
import type { ContentText, FlowContents, FlowStep } from './flow.ts';
import { walkSteps } from './flow-tree.ts';
import type { FlowVersion } from './flows.repo.server.ts';
import type { Run } from './runs.repo.server.ts';
import { spanAfter } from './wait-until.ts';

type SendStep = Extract<FlowStep, { kind: 'send' }>;

/** What a message needs that is read before its step is taken; null text = nothing is written for it. */
export interface SendParts {
  address: MessageAddress | null;
  locale: string;
  text: ContentText | null;
  firstName: string | null;
  orderId: string | null;
  orderName: string | null;
  /** the checkout that was left, or the link for friends, where the text asks for it */
  ownUrl: string | null;
  code: FlowMessageData['code'];
}

interface About {
  orderId: string | null;
  orderName: string | null;
  locale: string | null;
  recoveryUrl: string | null;
  addresses: MessageAddress[];
}

/** Reads whom a message goes to, in which language, and what it is about. */
export async function prepareSend(
  ctx: Context,
  run: Run,
  version: FlowVersion,
  step: SendStep,
): Promise<SendParts> {
  const person = await getPerson(ctx, run.personId);
  const about = await readAbout(ctx, run);
  const others = (person?.emails ?? []).flatMap((email) => {
    const hash = hashEmail(ctx, email);
    return hash ? [{ hash, sealed: ctx.vault.seal(email) }] : [];
  });
  const text = textFor(version.contents[step.contentId], [about.locale, person?.locale, ctx.shop.locale]);
  return {
    address: await pickAddress(ctx, [...about.addresses, ...others], step.class),
    locale: text?.locale ?? pickLocale(ctx.text, about.locale ?? person?.locale, ctx.shop.locale),
    text: text?.text ?? null,
    firstName: person?.firstName ?? null,
    orderId: about.orderId,
    orderName: about.orderName,
    ownUrl: text?.text.link === 'referral' ? await referralUrlOf(ctx, run.personId) : about.recoveryUrl,
    code: codeOf(run, version),
  };
}

/** The order (or checkout) that a run is about; else the person's latest order. */
async function readAbout(ctx: Context, run: Run): Promise<About> {
  const { rows } = await ctx.db.query<{
    id: string | null;
    name: string | null;
    locale: string | null;
    email_hash: string | null;
    email_sealed: string | null;
    recovery_url: string | null;
  }>(
    `(select null as id, null as name, locale, email_hash, email_sealed, recovery_url from checkouts
      where shop_id = $1 and token = $2)
     union all
     (select id, name, locale, email_hash, email_sealed, null from orders
      where shop_id = $1 and (id = $3 or ($3::text is null and person_id = $4)) and cancelled_at is null
      order by processed_at desc, id limit 1)`,
    [ctx.shop.id, run.subject, run.orderId, run.personId],
  );
  const order = rows.find(({ id }) => id !== null);
  return {
    orderId: order?.id ?? null,
    orderName: order?.name ?? null,
    locale: rows[0]?.locale ?? null,
    recoveryUrl: rows[0]?.recovery_url ?? null,
    addresses: rows.flatMap(({ email_hash: hash, email_sealed: sealed }) =>
      hash && sealed ? [{ hash, sealed }] : [],
    ),
  };
}

/**
 * Where to write: the address of what it is about comes first. Marketing goes to the first address that has itself agreed; where
 * none has, the ledger says so about the first.
 */
async function pickAddress(
  ctx: Context,
  addresses: MessageAddress[],
  messageClass: SendStep['class'],
): Promise<MessageAddress | null> {
  const [first] = addresses;
  if (!first || messageClass === 'transactional') return first ?? null;
  // Consent older than our installation came by no webhook: Shopify is asked once for each address.
  await learnEmailConsent(ctx, ctx.vault.open(first.sealed));
  for (const address of addresses)
    if ((await consentOfAddress(ctx, 'email', address.hash))?.state === 'subscribed') return address;
  return first;
}

/** The text in the first of these languages in which there is one, else in any. */
export function textFor(
  texts: FlowContents[string] | undefined,
  locales: (string | null | undefined)[],
): { locale: string; text: ContentText } | null {
  if (!texts) return null;
  for (const locale of locales) {
    if (!locale) continue;
    const tag = locale.replaceAll('_', '-');
    const language = tag.split('-')[0]?.toLowerCase() ?? '';
    const text = texts[tag] ?? texts[language];
    if (text) return { locale: tag, text };
  }
  const [first] = Object.entries(texts);
  return first ? { locale: first[0], text: first[1] } : null;
}

async function referralUrlOf(ctx: Context, personId: string): Promise<string | null> {
  const invite = await referralInvite(ctx, personId);
  return invite && invite !== 'pending' ? invite.url : null;
}

/** The newest code of the run, with what it is good for. */
function codeOf(run: Run, { definition }: FlowVersion): FlowMessageData['code'] {
  const given = Object.entries(run.codes).sort(([, a], [, b]) => (a.endsAt < b.endsAt ? 1 : -1));
  for (const [stepId, code] of given) {
    for (const { step } of walkSteps(definition.steps))
      if (step.kind === 'code' && step.id === stepId) return { ...code, terms: step.terms };
  }
  return null;
}

/** true where the button opens the checkout that was left, which is the person's own. */
function leadsToCheckout({ text, ownUrl }: Pick<SendParts, 'text' | 'ownUrl'>): boolean {
  return text?.link !== 'referral' && ownUrl !== null && (text?.url ?? ownUrl) === ownUrl;
}

/** Where the button leads: what the merchant wrote, the checkout that was left, else the shop; a code is filled in there. */
function urlOf(ctx: Context, { text, ownUrl, code }: SendParts): string {
  const base = text?.url ?? ownUrl ?? ctx.shop.storefrontUrl;
  if (!code || !URL.canParse(base)) return base;
  const url = new URL(base);
  if (leadsToCheckout({ text, ownUrl })) {
    url.searchParams.set('discount', code.code);
    return url.href;
  }
  if (url.host !== new URL(ctx.shop.storefrontUrl).host) return base;
  // Shopify's shareable link: it applies the code and goes on.
  const link = new URL(`/discount/${encodeURIComponent(code.code)}`, url);
  if (url.pathname !== '/' || url.search) link.searchParams.set('redirect', url.pathname + url.search);
  return link.href;
}

/**
 * Asks for the message of a step; the ledger decides whether it goes now, later or never. Once per run and step, in the step's
 * transaction.
 * @returns what is written down
 */
export async function sendStep(
  ctx: Context,
  tx: Queryable,
  run: Run,
  step: SendStep,
  parts: SendParts,
): Promise<string> {
  const { text } = parts;
  if (!text) return 'nothing-written';
  // There is no way to these telephones here yet, and an e-mail is not what the step says.
  if (step.channel !== 'email' && step.channel !== 'best') return 'no-channel';
  const now = ctx.clock.now();
  await requestMessage(ctx, tx, {
    kind: step.class === 'marketing' ? 'flow' : 'flow_service',
    personId: run.personId,
    address: parts.address,
    subjectId: run.id,
    idempotencyKey: `flow:${run.id}:${step.id}`,
    staleAt: step.usefulFor ? spanAfter(now, step.usefulFor, ctx.shop.timezone) : null,
    locale: parts.locale,
    data: {
      flowId: run.flowId,
      runId: run.id,
      stepId: step.id,
      contentId: step.contentId,
      orderId: parts.orderId,
      orderName: parts.orderName,
      firstName: parts.firstName,
      content: {
        subject: text.subject,
        text: text.text,
        button: text.button,
        url: urlOf(ctx, parts),
        isPersonal: leadsToCheckout(parts),
      },
      code: parts.code,
    },
  });
  return 'asked';
}
