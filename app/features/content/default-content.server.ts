import type { AppContext, Translate } from '../../platform/context.ts';
import { type ContentInput, contentInput } from './content.ts';
import {
  button,
  type Draft,
  divider,
  footer,
  heading,
  items,
  type Piece,
  type Say,
  text,
  validUntil,
} from './draft.ts';
import { flowDraft } from './flow-drafts.ts';
import { isSlot, slots } from './slots.ts';
import type { TemplateName } from './templates.ts';

/** The languages that ready contents are written in: those whose words we have. */
const languages = ['en', 'de'] as const;

/**
 * A content to begin with, in English and German. Those of our own messages say what their templates say (a test compares
 * them): their words come from the same locale files, with Liquid where the template has a value.
 */
export function defaultContent(
  text: AppContext['text'],
  template: TemplateName,
  shopLocale: string,
): ContentInput {
  const drafts = languages.map((language) => ({ language, draft: draftOf(template, text(language)) }));
  const first = drafts[0]?.draft.pieces ?? [];
  const blocks = first.map(([block], at) => ({ ...block, id: `b${at + 1}` }));
  return contentInput.parse({
    name: text(shopLocale)(`contents:template.${template}`),
    class: isSlot(template)
      ? slots[template].class
      : template === 'parcel_update'
        ? 'transactional'
        : 'marketing',
    blocks,
    texts: Object.fromEntries(
      drafts.map(({ language, draft }) => [
        language,
        {
          subject: draft.subject,
          preheader: draft.preheader,
          sms: draft.sms ?? '',
          blocks: Object.fromEntries(draft.pieces.map(([, words], at) => [`b${at + 1}`, words ?? {}])),
        },
      ]),
    ),
  });
}

function draftOf(template: TemplateName, t: Translate): Draft {
  const say: Say = (key, params) =>
    t(`mail:messages.${key}`, {
      shop: '{{ shop.name }}',
      order: '{{ order.name }}',
      name: '{{ person.first_name }}',
      ...params,
    });
  switch (template) {
    case 'thank_you':
      return thankYou(say);
    case 'abandoned_checkout_1':
    case 'abandoned_checkout_2':
    case 'abandoned_checkout_3':
      return abandoned(say, template.slice(-1));
    case 'review_request':
      return review(say, 'reviewRequest');
    case 'review_reminder':
      return review(say, 'reviewReminder');
    case 'review_reward':
      return reviewReward(say);
    case 'referral_invite':
      return referralInvite(say);
    case 'referral_credit_pending':
      return creditPending(say);
    case 'referral_credit_paid':
      return creditPaid(say);
    case 'vip_confirm':
      return vipConfirm(say);
    default:
      return flowDraft(template, t, say);
  }
}

const referralText = (say: Say) =>
  say('referral.text', { friend: '{{ referral.friend_discount }}', reward: '{{ referral.reward }}' });

function thankYou(say: Say): Draft {
  return {
    subject: say('thankYou.subject'),
    preheader: say('thankYou.preheader'),
    pieces: [
      heading(
        `{% if person.first_name %}${say('thankYou.headingName')}{% else %}${say('thankYou.heading')}{% endif %}`,
      ),
      text(say('thankYou.text')),
      button('{{ order.status_url }}', say('thankYou.button')),
      divider,
      items(),
      [{ kind: 'offer' }],
      divider,
      [{ kind: 'referral' }, { heading: say('referral.heading'), text: referralText(say) }],
      divider,
      text(say('thankYou.help'), true),
      footer(say('thankYou.because')),
    ],
  };
}

function abandoned(say: Say, step: string): Draft {
  const base = `abandonedCheckout.step${step}`;
  const code = say('abandonedCheckout.code', { percent: '{{ code.value }}', until: '{{ code.deadline }}' });
  return {
    subject: say(`${base}.subject`),
    preheader: say(`${base}.preheader`),
    pieces: [
      heading(say(`${base}.heading`)),
      text(say(`${base}.text`)),
      ...(step === '3'
        ? [[{ kind: 'code' }, { text: code, note: say('abandonedCheckout.codeApplied') }] as Piece]
        : []),
      button('{{ checkout.url }}', say('abandonedCheckout.button')),
      divider,
      items(),
      footer(say('abandonedCheckout.because')),
    ],
  };
}

function review(say: Say, base: 'reviewRequest' | 'reviewReminder'): Draft {
  return {
    subject: say(`${base}.subject`),
    preheader: say(`${base}.preheader`),
    pieces: [
      heading(say(`${base}.heading`)),
      text(say(`${base}.text`)),
      [
        { kind: 'stars' },
        {
          reward: say('reviewRequest.reward', { reward: '{{ review.reward }}' }),
          notArrived: say('reviewRequest.notArrived'),
        },
      ],
      footer(say('reviewRequest.because')),
    ],
  };
}

function reviewReward(say: Say): Draft {
  const reward = { reward: '{{ code.value }}' };
  return {
    subject: say('reviewReward.subject'),
    preheader: say('reviewReward.preheader', reward),
    pieces: [
      heading(say('reviewReward.heading', reward)),
      text(say('reviewReward.text', reward)),
      [{ kind: 'code' }, { text: '', note: validUntil(say) }],
      button('{{ shop.url }}', say('toShop')),
      footer(say('reviewReward.because')),
    ],
  };
}

function referralInvite(say: Say): Draft {
  return {
    subject: say('referral.heading'),
    preheader: referralText(say),
    pieces: [
      heading(say('referral.heading')),
      text(referralText(say)),
      button('{{ referral.url }}', say('referral.button')),
      text('{{ referral.url }}', true),
      footer(say('marketingBecause')),
    ],
  };
}

const again = (say: Say) =>
  text(`{% if referral.url %}${say('referralCredit.again')} {{ referral.url }}{% endif %}`, true);
const amount = { amount: '{{ credit.amount }}', until: '{{ credit.payable_on | day }}' };

function creditPending(say: Say): Draft {
  const base = 'referralCredit.pending';
  return {
    subject: say(`${base}.subject`, amount),
    preheader: say(`${base}.preheader`, amount),
    pieces: [
      heading(say(`${base}.heading`, amount)),
      text(
        `{% if credit.payable_on %}${say(`${base}.text`, amount)}{% else %}${say(`${base}.textSoon`, amount)}{% endif %}`,
      ),
      again(say),
      footer(say('referralCredit.because')),
    ],
  };
}

function creditPaid(say: Say): Draft {
  const base = 'referralCredit.paid';
  return {
    subject: say(`${base}.subject`, amount),
    preheader: say(`${base}.preheader`, amount),
    pieces: [
      heading(say(`${base}.heading`, amount)),
      text(say(`${base}.text`, amount)),
      button('{{ shop.url }}', say('toShop')),
      again(say),
      footer(say('referralCredit.because')),
    ],
  };
}

function vipConfirm(say: Say): Draft {
  const agreed = say('vipConfirm.agreed', { text: '{{ confirm.consent }}' });
  return {
    subject: say('vipConfirm.subject'),
    preheader: say('vipConfirm.preheader'),
    pieces: [
      heading(say('vipConfirm.heading')),
      text(say('vipConfirm.text')),
      text(`{% if confirm.consent != "" %}${agreed}{% endif %}`, true),
      button('{{ confirm.url }}', say('vipConfirm.button')),
      text(say('vipConfirm.ignore'), true),
      footer(say('vipConfirm.because')),
    ],
  };
}
