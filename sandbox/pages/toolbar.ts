import type { Box, Order } from '../box.ts';
import { moment } from './format.ts';
import { type Html, html } from './html.ts';
import { PRIVACY, type Privacy } from './privacy.ts';
import { LOCALES, type View } from './view.ts';

export type ToolbarInput = {
  box: Box;
  /** Where the person is, to come back to after a click. */
  here: string;
  order?: Order;
  isThankYou?: boolean;
  /** How the order's page is looked at; only for pages with an extension. */
  view?: View;
  /** Why the last click did nothing. */
  refusal?: string;
};

const press = (
  action: string,
  label: string,
  here: string,
  fields: Record<string, string> = {},
): Html => html`
<form method="post" action="${action}"><input type="hidden" name="back" value="${here}">
${Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<button>${label}</button></form>`;

function orderPart(box: Box, order: Order, here: string, isThankYou: boolean): Html {
  const act = (name: string, label: string): Html => press(`/orders/${order.id}/do/${name}`, label, here);
  const isOpen = order.cancelledAt === null;
  const isSent = order.fulfillments.some(({ status }) => status === 'SUCCESS');
  const isDelivered = order.fulfillments.some(({ deliveredAt }) => deliveredAt !== null);
  const isUnpaid = order.financialStatus === 'PENDING' || order.financialStatus === 'PARTIALLY_PAID';
  return html`<h2>Order ${order.name}</h2><div class="bar-buttons">
${isOpen && !isSent ? act('fulfill', 'Fulfil with tracking') : ''}
${isSent && !isDelivered ? act('in_transit', 'Carrier scan') : ''}
${isSent && !isDelivered ? act('deliver', 'Deliver the parcel') : ''}
${isUnpaid ? act('pay', 'Pay what is open') : ''}
${isOpen && order.financialStatus !== 'REFUNDED' ? act('refund', 'Refund all') : ''}
${isOpen && !isSent ? act('cancel', 'Cancel') : ''}
${isThankYou ? html`<a class="bar-link" href="/orders/${order.id}">Order status page</a>` : press(`/thank-you/${order.id}/again`, 'Show thank-you page again', here)}
<a class="bar-link" href="/admin/${box.shop(order.shop)?.slug ?? order.shop}">Merchant admin</a>
</div>`;
}

/** The card is declined at the next changeset; or why the page between payment and thank-you did not come. */
function postPurchasePart(order: Order, here: string): Html {
  const { postPurchase } = order;
  if (!postPurchase) return html``;
  const { reason, wasShown, isOver, isCardDeclined, applied } = postPurchase;
  const told = isOver
    ? wasShown
      ? `It was shown; ${applied.length} changes were applied.`
      : `It was not shown: ${reason ?? 'no reason is known'}.`
    : isCardDeclined
      ? 'The card will be declined at the next offer.'
      : 'Changes are charged to the card that paid.';
  return html`<h2>Post-purchase page</h2><p class="bar-note">${told}</p>
${isOver ? '' : html`<div class="bar-buttons">${press(`/post-purchase/${order.id}/decline-next`, 'Let the card be declined', here)}</div>`}`;
}

const AUTH = {
  'thank-you': [
    ['pre', 'Guest'],
    ['full', 'Signed in'],
  ],
  'order-status': [
    ['pre', 'Came by e-mail'],
    ['full', 'Signed in'],
    ['none', 'Not recognised'],
  ],
} as const;
const PRIVACY_WORDS: Record<Privacy, string> = {
  all: 'All allowed',
  analytics: 'Analytics only',
  marketing: 'Marketing only',
  none: 'Nothing allowed',
};

/** Looks at the same page as somebody else. The thank-you page is shown again for it. */
function viewPart(order: Order, view: View, isThankYou: boolean): Html {
  const choice = (
    name: string,
    label: string,
    chosen: string,
    options: readonly (readonly [string, string])[],
  ): Html =>
    html`<label>${label}<select name="${name}">${options.map(([value, word]) => html`<option value="${value}" ${value === chosen ? 'selected' : ''}>${word}</option>`)}</select></label>`;
  const surface = isThankYou ? 'thank-you' : 'order-status';
  const locales = [['', 'As ordered'], ...LOCALES.map((one) => [one, one] as const)] as const;
  return html`<h2>Look at this page as</h2><form class="bar-view" method="post" action="/orders/${order.id}/view"><input type="hidden" name="surface" value="${surface}">
${choice('auth', 'Buyer', view.auth, AUTH[surface])}
${choice(
  'privacy',
  'Privacy',
  view.privacy,
  PRIVACY.map((one) => [one, PRIVACY_WORDS[one]] as const),
)}
${choice('locale', 'Language', view.locale ?? '', locales)}
<div class="bar-buttons"><button>Show</button><button name="phone" value="1">Show at phone width</button></div></form>`;
}

/** The sandbox's own corner of a shop page: what no shopper sees, for walking the loops. */
export function toolbar({ box, here, order, isThankYou = false, view, refusal = '' }: ToolbarInput): Html {
  const shift = (by: string, label: string): Html => press('/clock/advance', label, here, { by });
  return html`<aside class="sandbox-bar" aria-label="Sandbox tools" lang="en">
<details data-toolbar><summary><span class="bar-mark" aria-hidden="true"></span>Sandbox <span class="bar-errors" data-extension-errors hidden>0</span></summary>
<div class="bar-panel">
<p class="bar-note">Not part of the shop. It is ${moment(box.now(), 'en-GB', 'UTC')} UTC here.</p>
${order ? orderPart(box, order, here, isThankYou) : ''}
${order ? postPurchasePart(order, here) : ''}
${order && view ? viewPart(order, view, isThankYou) : ''}
<h2>Clock</h2><div class="bar-buttons">${shift('1h', '+1 hour')}${shift('1d', '+1 day')}${shift('7d', '+7 days')}${shift('14d', '+14 days')}${shift('30d', '+30 days')}</div>
<p class="bar-busy" role="status" data-bar-status>${refusal}</p>
<div class="bar-buttons"><a class="bar-link" href="/mail">Mailbox</a><a class="bar-link" href="/">All shops</a></div>
${order ? html`<h2>Extension console</h2><ol class="bar-log" data-extension-log></ol>` : ''}
</div></details></aside>`;
}
