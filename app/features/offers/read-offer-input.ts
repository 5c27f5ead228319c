import type { OfferKind } from '@reprise/rules';
import { type Discount, parseAmount, parsePercent } from './discount.ts';
import { discountKinds, type Offer, productKinds } from './offer.ts';
import { limits, offerInput, type ParsedOffer, type Problems, problem } from './offer-input.ts';
import { isComplete, textNeeds } from './offer-texts.ts';
import { problemsOf } from './rule-problems.ts';
import { type Arm, type Choice, FIRST_ARM, type Setup, setupDefaults } from './setup.ts';

/** The part of an offer that the input decides. */
export type OfferContent = Omit<Offer, 'id' | 'status' | 'experimentId' | 'position' | 'version'>;

/**
 * Checks what was typed and turns it into an offer. Everything that is wrong is told at once, by field. An offer that is to
 * be shown (`isActive`) must also be complete in at least one language, have what its kind needs, and not be over already; a
 * draft may lack all that.
 */
export function readOfferInput(
  raw: unknown,
  shop: { currency: string },
  now: Date,
): { kind: 'ok'; content: OfferContent; isActive: boolean } | { kind: 'invalid'; problems: Problems } {
  const parsed = offerInput.safeParse(raw);
  if (!parsed.success) {
    const problems: Problems = {};
    for (const issue of parsed.error.issues) {
      const field = issue.path.map(String).join('.') || 'offer';
      problems[field] ??= /^(offers|rules):/.test(issue.message) ? issue.message : problem('unexpected');
    }
    return { kind: 'invalid', problems };
  }
  const input = parsed.data;
  const problems: Problems = {};
  const { currency } = shop;
  const discount = readDiscount(input.kind, input.discount, currency, 'discount', problems);
  const choice = productKinds.includes(input.kind) ? input.choice : null;
  const setup = readParts(input, currency, choice, problems);
  const startsAt = input.startsAt === null ? null : new Date(input.startsAt).toISOString();
  const endsAt = input.endsAt === null ? null : new Date(input.endsAt).toISOString();
  if (startsAt !== null && endsAt !== null && endsAt <= startsAt) problems.endsAt = problem('window');
  if (input.surfaces.includes('post-purchase') && !['product', 'add-to-order'].includes(input.kind)) {
    problems.surfaces = problem('postPurchase');
  }
  const content: OfferContent = {
    name: input.name,
    kind: input.kind,
    surfaces: input.surfaces,
    moments: input.moments,
    fromDays: input.fromDays && {
      days: whole(input.fromDays.days, 1, limits.fromDays) ?? missing(problems, 'fromDays.days', 'days'),
      after: input.fromDays.after,
    },
    product: choice?.by === 'hand' ? (choice.items[0] ?? null) : null,
    discount,
    deadlineHours: optionalWhole(
      input.deadlineHours,
      1,
      limits.deadlineHours,
      problems,
      'deadlineHours',
      'deadline',
    ),
    startsAt,
    endsAt,
    texts: input.texts,
    rule: input.rule,
    setup,
    pictureId: input.pictureId,
  };
  if (input.isActive) checkForShowing(content, now, problems);
  if (Object.keys(problems).length > 0) return { kind: 'invalid', problems };
  return { kind: 'ok', isActive: input.isActive, content };
}

/** A whole number between two bounds, or null. */
function whole(text: string, min: number, max: number): number | null {
  const trimmed = text.trim();
  const number = /^\d{1,9}$/.test(trimmed) ? Number(trimmed) : Number.NaN;
  return number >= min && number <= max ? number : null;
}

function missing(problems: Problems, field: string, key: string): number {
  problems[field] = problem(key);
  return 0;
}

/** Empty is null; what is no whole number in the bounds is a problem. */
function optionalWhole(
  text: string,
  min: number,
  max: number,
  problems: Problems,
  field: string,
  key: string,
): number | null {
  if (text.trim() === '') return null;
  return whole(text, min, max) ?? missing(problems, field, key);
}

function readDiscount(
  kind: OfferKind,
  discount: ParsedOffer['discount'],
  currency: string,
  field: string,
  problems: Problems,
): Discount {
  if (!discountKinds.includes(kind)) return { kind: 'none' };
  switch (discount.kind) {
    case 'none':
      if (kind === 'discount') problems[`${field}.value`] = problem('noDiscount');
      return { kind: 'none' };
    case 'percentage': {
      const basisPoints = parsePercent(discount.value);
      if (basisPoints === null || basisPoints < 1 || basisPoints > 10_000) {
        problems[`${field}.value`] = problem('percent');
      }
      return { kind: 'percentage', basisPoints: basisPoints ?? 0 };
    }
    case 'amount': {
      const minor = parseAmount(discount.value, currency);
      if (minor === null || minor <= 0n) problems[`${field}.value`] = problem('amount');
      return { kind: 'amount', minor: minor ?? 0n };
    }
    case 'free-shipping':
      if (kind === 'add-to-order') problems[`${field}.kind`] = problem('discountKind');
      return { kind: 'free-shipping' };
    case 'gift':
      if (kind === 'add-to-order') problems[`${field}.kind`] = problem('discountKind');
      if (discount.gift === null) problems[`${field}.gift`] = problem('gift');
      return { kind: 'gift', ...(discount.gift ?? { productId: '', variantId: '' }) };
  }
}

function readParts(input: ParsedOffer, currency: string, choice: Choice | null, problems: Problems): Setup {
  const { kind } = input;
  const setup: Setup = {
    holdOutPercent:
      optionalWhole(input.holdOutPercent, 0, limits.holdOutPercent, problems, 'holdOutPercent', 'holdOut') ??
      setupDefaults.holdOutPercent,
  };
  if (productKinds.includes(kind)) {
    setup.show = Number(input.show) as 1 | 2 | 3;
    if (choice && kind !== 'buy-again') setup.choice = choice;
  }
  if (kind === 'add-to-order') {
    setup.payWithinHours =
      optionalWhole(
        input.payWithinHours,
        1,
        limits.payWithinHours,
        problems,
        'payWithinHours',
        'payWithin',
      ) ?? setupDefaults.payWithinHours;
  }
  const total = optionalWhole(input.caps.total, 1, limits.capTotal, problems, 'caps.total', 'cap');
  const perPerson = optionalWhole(
    input.caps.perPerson,
    1,
    limits.capPerPerson,
    problems,
    'caps.perPerson',
    'capPerson',
  );
  if (total !== null || perPerson !== null) setup.caps = { total, perPerson };
  if (discountKinds.includes(kind)) {
    setup.combines = input.combines;
    setup.isBound = input.isBound;
    if (input.minimum.trim() !== '') {
      const minor = parseAmount(input.minimum, currency);
      if (minor === null || minor < 0n) problems.minimum = problem('amount');
      else if (minor > 0n) setup.minimum = String(minor);
    }
  }
  if (kind === 'question') readQuestion(input, setup, problems);
  if (kind === 'vip') setup.vip = input.vip ?? { isDoubleOptIn: false };
  if (kind === 'message' && input.link !== '') {
    if (!isHttps(input.link)) problems.link = problem('link');
    setup.link = input.link;
  }
  if (input.test) readTest(input, input.test, currency, setup, problems);
  return setup;
}

/** An absolute address that a shopper's page may lead to: https and a host; nothing that runs or carries a password. */
function isHttps(text: string): boolean {
  try {
    const url = new URL(text);
    return (
      url.protocol === 'https:' && url.hostname.includes('.') && url.username === '' && url.password === ''
    );
  } catch {
    return false;
  }
}

const withOptions: readonly string[] = ['one', 'several', 'source'];

function readQuestion(input: ParsedOffer, setup: Setup, problems: Problems): void {
  const { question } = input;
  if (question === null) {
    if (input.isActive) problems.question = problem('question');
    return;
  }
  const { type, hasOther, isShuffled } = question;
  const hasOptions = withOptions.includes(type);
  setup.question = {
    type,
    hasOther: hasOptions && hasOther,
    isShuffled: hasOptions && isShuffled,
    options: hasOptions ? question.optionIds.map((id) => ({ id })) : [],
    ...(type === 'scale' && {
      max: whole(question.max, 2, 10) ?? missing(problems, 'question.max', 'scale'),
    }),
  };
  if (!hasOptions || !input.isActive) return;
  if (question.optionIds.length < 2) problems['question.optionIds'] = problem('options');
  const [language = 'en'] = Object.keys(input.texts);
  for (const id of question.optionIds) {
    if (Object.values(input.texts).some((texts) => texts.options?.[id])) continue;
    problems[`texts.${language}.options.${id}`] = problem('option');
  }
}

function readTest(
  input: ParsedOffer,
  test: NonNullable<ParsedOffer['test']>,
  currency: string,
  setup: Setup,
  problems: Problems,
): void {
  const weightOf = (text: string, field: string) =>
    optionalWhole(text, 0, limits.weight, problems, field, 'weight') ?? setupDefaults.armWeight;
  setup.armWeight = weightOf(test.armWeight, 'test.armWeight');
  if (test.isAutoTake) setup.isAutoTake = true;
  setup.arms = test.arms.map((arm, index) => {
    const field = `test.arms.${index}`;
    if (arm.id === FIRST_ARM) problems[`${field}.id`] = problem('unexpected');
    const read: Arm = { id: arm.id, name: arm.name, weight: weightOf(arm.weight, `${field}.weight`) };
    const texts = filled(arm.texts);
    if (Object.keys(texts).length > 0) read.texts = texts;
    if (arm.discount)
      read.discount = readDiscount(input.kind, arm.discount, currency, `${field}.discount`, problems);
    if (arm.choice && productKinds.includes(input.kind)) read.choice = arm.choice;
    if (arm.pictureId !== undefined) read.pictureId = arm.pictureId;
    return read;
  });
  const sum = setup.armWeight + setup.arms.reduce((all, arm) => all + arm.weight, 0);
  if (sum === 0) problems['test.armWeight'] ??= problem('weights');
}

/** Only what was filled in: an empty field means "as in the offer itself". */
function filled(texts: NonNullable<Arm['texts']>): NonNullable<Arm['texts']> {
  const found: NonNullable<Arm['texts']> = {};
  for (const [language, each] of Object.entries(texts)) {
    const kept = Object.entries(each).filter(([, value]) =>
      typeof value === 'string' ? value !== '' : value !== undefined && Object.keys(value).length > 0,
    );
    if (kept.length > 0) found[language] = Object.fromEntries(kept);
  }
  return found;
}

function checkForShowing(content: OfferContent, now: Date, problems: Problems): void {
  const { kind, setup, texts, endsAt } = content;
  if (kind === 'product' || kind === 'add-to-order') checkChoice(setup.choice, 'choice', problems);
  setup.arms?.forEach(({ choice }, index) => {
    if (choice) checkChoice(choice, `test.arms.${index}.choice`, problems);
  });
  const needs = textNeeds(content);
  if (!Object.values(texts).some((each) => isComplete(each, needs))) {
    const isOnlyConsent = Object.values(texts).some((each) =>
      isComplete(each, { ...needs, hasConsent: false }),
    );
    const isOnlyOptions = Object.values(texts).some((each) => isComplete(each, { ...needs, optionIds: [] }));
    problems.texts ??= problem(
      isOnlyConsent ? 'consent' : isOnlyOptions ? 'optionTexts' : needs.hasButton ? 'texts' : 'title',
    );
  }
  if (endsAt !== null && new Date(endsAt) <= now) problems.endsAt ??= problem('over');
  const { surfaces, moments } = content;
  const hasProduct = productKinds.includes(kind);
  for (const { path, key, severity } of problemsOf(content.rule, { now, surfaces, moments, hasProduct })) {
    if (severity === 'error') problems[path === '' ? 'rule' : `rule.${path}`] ??= key;
  }
}

function checkChoice(choice: Choice | undefined, field: string, problems: Problems): void {
  if (!choice || (choice.by === 'hand' && choice.items.length === 0)) problems[field] ??= problem('product');
}
