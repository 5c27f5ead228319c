import { NO, YES } from './answer.ts';
import { answer, type CompiledOffer, type Node } from './compile.ts';
import type { FactLine, Facts, Reason, RuleOffer } from './facts.ts';
import { shareFrom } from './hash.ts';
import { type ReadyFacts, readyFacts } from './ready-facts.ts';

export interface ChooseOptions<T extends RuleOffer = RuleOffer> {
  /** Most offers that are shown; the rest is rejected as `limit-reached`. */
  readonly limit: number;
  /** Also say why, for each offer; slower, for the editor's preview and the operator. */
  readonly explain?: boolean | undefined;
  /**
   * For offers that do not name one product but a list (or what goes with the order): ids, as plain numbers, of the products that
   * its card would show, none of those `taken` by the cards before it. An empty list: it has nothing left to show. null: this
   * offer has no list. Asked only for offers whose rule holds; what it answered last is what is shown.
   */
  readonly productsOf?: ((offer: T, taken: readonly string[]) => readonly string[] | null) | undefined;
  /**
   * Offers that cannot be shown to this order for a reason that no rule speaks of, with its code: accepted, deadline-over,
   * other-currency, done-before, nothing-yet, cannot-be-kept.
   */
  readonly barred?: ReadonlyMap<string, string> | undefined;
  /** Offers for which it was decided before whether this subject is kept back: that decision stays. */
  readonly settled?: ReadonlyMap<string, boolean> | undefined;
}

export interface Verdict<T extends RuleOffer> {
  readonly offer: T;
  /** Empty unless `explain` was asked for. */
  readonly because: readonly Reason[];
}

export interface Choice<T extends RuleOffer> {
  /** To be shown, in order of priority. */
  readonly chosen: readonly Verdict<T>[];
  /** Would have been shown, but this subject is kept back so that the effect can be measured. */
  readonly heldOut: readonly Verdict<T>[];
  /** All others; empty unless `explain` was asked for. */
  readonly rejected: readonly Verdict<T>[];
}

const NOTHING: readonly Reason[] = [];

function own(code: string, met: Reason['met'], params: Reason['params'] = {}): readonly Reason[] {
  return [{ code, met, params }];
}

/** The conditions that decided, as the merchant wrote them. */
function collect(node: Node, facts: ReadyFacts, into: Reason[]): void {
  if (node.type === 'leaf') {
    const got = node.test(facts);
    into.push({
      code: node.code,
      met: got === YES ? 'yes' : got === NO ? 'no' : 'unknown',
      params: node.params,
    });
    return;
  }
  if (node.type === 'not') {
    collect(node.node, facts, into);
    return;
  }
  const whole = answer(node, facts);
  for (const each of node.nodes) {
    // An `all` fails through the parts that answer like the whole, an `any` holds through them; in the other
    // two cases every part answers so.
    if (answer(each, facts) === whole) collect(each, facts, into);
  }
}

function reasons(node: Node | null, facts: ReadyFacts): readonly Reason[] {
  if (!node) return own('no-rule', 'yes');
  const found: Reason[] = [];
  collect(node, facts, found);
  // An `any` without parts holds for nobody and has no condition to name.
  return found.length > 0 ? found : own('empty-rule', answer(node, facts) === YES ? 'yes' : 'no');
}

const DAY = 86_400_000;
const NO_LINES: readonly FactLine[] = [];

/** On an order-status page: is it this offer's moment? The other surfaces have a moment of their own. */
function wrongMoment({ moments, fromDays }: RuleOffer, { raw, now }: ReadyFacts): string | null {
  if (moments && moments.length > 0 && !(raw.parcel && moments.includes(raw.parcel))) return 'other-moment';
  if (!fromDays) return null;
  const start = fromDays.after === 'delivered' ? raw.deliveredAt : raw.orderedAt;
  return start == null || now < start + fromDays.days * DAY ? 'too-early' : null;
}

/** Why this offer is out whatever its rule says; null if it is not. */
function excluded<T extends RuleOffer>(one: CompiledOffer<T>, facts: ReadyFacts): string | null {
  const { raw } = facts;
  if (one.unreadable !== null) return 'rule-unreadable';
  if (!one.surfaces.has(raw.surface)) return 'other-surface';
  if (facts.now < one.startsAt) return 'not-started';
  if (facts.now >= one.endsAt) return 'ended';
  if (raw.closedOfferIds?.has(one.offer.id)) return 'closed-by-buyer';
  if (one.productId !== '') {
    for (const line of one.offer.isRepeatable ? NO_LINES : facts.lines) {
      if (line.productId === one.productId || line.variantId === one.variantId) return 'just-bought';
    }
    if (raw.soldOutVariantIds?.has(one.variantId)) return 'sold-out';
  }
  return raw.surface === 'order-status' ? wrongMoment(one.offer, facts) : null;
}

function exclusion<T extends RuleOffer>(
  code: string,
  one: CompiledOffer<T>,
  { raw }: ReadyFacts,
): readonly Reason[] {
  switch (code) {
    case 'rule-unreadable':
      return own(code, 'no', { problem: one.unreadable });
    case 'other-surface':
      return own(code, 'no', { surfaces: [...one.surfaces] });
    case 'not-started':
      return own(code, 'no', { startsAt: one.offer.startsAt ?? null });
    case 'ended':
      return own(code, 'no', { endsAt: one.offer.endsAt ?? null });
    case 'just-bought':
      return own(code, 'no', { productId: one.productId });
    case 'sold-out':
      return own(code, 'no', { variantId: one.variantId });
    case 'other-moment':
      return own(code, raw.parcel ? 'no' : 'unknown', { moments: [...(one.offer.moments ?? [])] });
    case 'too-early': {
      const { days = 0, after = 'ordered' } = one.offer.fromDays ?? {};
      // Not delivered is known; an order without a date is not.
      const isKnown = (after === 'delivered' ? raw.deliveredAt : (raw.orderedAt ?? undefined)) !== undefined;
      return own(code, isKnown ? 'no' : 'unknown', { days, after });
    }
    default:
      return own(code, 'no');
  }
}

/**
 * Which offers does this order see? Pure: the same offers, facts and time always give the same answer.
 *
 * Offers are taken in the order given until `limit` is reached. Never shown: what was just bought, what is sold
 * out (`soldOutVariantIds` with plain numbers as ids), the same product twice, what the buyer closed, and an
 * offer whose rule cannot be read. A held-out offer takes no place: the next one moves up, so that what is
 * measured is this offer against the page without it.
 *
 * @param now milliseconds since 1970, UTC
 */
export function choose<T extends RuleOffer>(
  offers: readonly CompiledOffer<T>[],
  facts: Facts,
  now: number,
  options: ChooseOptions<T>,
): Choice<T> {
  const ready = readyFacts(facts, now);
  const { explain = false, limit, productsOf, barred, settled } = options;
  const chosen: Verdict<T>[] = [];
  const heldOut: Verdict<T>[] = [];
  const rejected: Verdict<T>[] = [];
  const taken: string[] = [];
  for (const one of offers) {
    const full = chosen.length >= limit;
    if (full && !explain) break;
    const out = excluded(one, ready) ?? barred?.get(one.offer.id) ?? null;
    if (out !== null) {
      if (explain) rejected.push({ offer: one.offer, because: exclusion(out, one, ready) });
      continue;
    }
    if (one.node !== null && answer(one.node, ready) !== YES) {
      if (explain) rejected.push({ offer: one.offer, because: reasons(one.node, ready) });
      continue;
    }
    if (one.productId !== '' && taken.includes(one.productId)) {
      if (explain)
        rejected.push({ offer: one.offer, because: own('same-product', 'no', { productId: one.productId }) });
      continue;
    }
    if (full) {
      rejected.push({ offer: one.offer, because: own('limit-reached', 'no', { limit }) });
      continue;
    }
    const list = productsOf === undefined ? null : productsOf(one.offer, taken);
    if (list !== null && list.length === 0) {
      if (explain) rejected.push({ offer: one.offer, because: own('nothing-left', 'no') });
      continue;
    }
    const isHeldOut =
      settled?.get(one.offer.id) ??
      (one.holdOut > 0 && shareFrom(one.holdOutSeed, facts.subject) < one.holdOut);
    if (isHeldOut) {
      const percent = one.holdOut * 100;
      heldOut.push({ offer: one.offer, because: explain ? own('held-out', 'no', { percent }) : NOTHING });
      continue;
    }
    if (list !== null) taken.push(...list);
    if (one.productId !== '') taken.push(one.productId);
    chosen.push({ offer: one.offer, because: explain ? reasons(one.node, ready) : NOTHING });
  }
  return { chosen, heldOut, rejected };
}

/**
 * The answer of an offer's rule alone, whatever else may stand in the offer's way (its pages, its dates, what was bought). An
 * unreadable rule answers no. Pure.
 */
export function answerOf<T extends RuleOffer>(
  offer: CompiledOffer<T>,
  facts: Facts,
  now: number,
): Reason['met'] {
  if (offer.unreadable !== null) return 'no';
  const got = offer.node === null ? YES : answer(offer.node, readyFacts(facts, now));
  return got === YES ? 'yes' : got === NO ? 'no' : 'unknown';
}
