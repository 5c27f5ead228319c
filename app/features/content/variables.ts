/** How a variable's value is written when a text has it without a filter. */
export type VariableType = 'text' | 'money' | 'reduction' | 'moment' | 'link' | 'number' | 'list';

/** A value that a text may name. */
export interface Variable {
  name: string;
  type: VariableType;
  /** may be empty for some readers: the editor puts it in with a `default` */
  isOptional?: true;
}

/** Every variable that a text may name, by what has to be known for it; worded in `contents:variable.*`. */
export const variableGroups = {
  person: [
    { name: 'person.first_name', type: 'text', isOptional: true },
    { name: 'person.last_name', type: 'text', isOptional: true },
    { name: 'person.email', type: 'text', isOptional: true },
  ],
  shop: [
    { name: 'shop.name', type: 'text' },
    { name: 'shop.url', type: 'link' },
    { name: 'shop.email', type: 'text', isOptional: true },
  ],
  order: [
    { name: 'order.name', type: 'text' },
    { name: 'order.status_url', type: 'link' },
    { name: 'order.subtotal', type: 'money' },
    { name: 'order.discount', type: 'money' },
    { name: 'order.extras', type: 'money' },
    { name: 'order.total', type: 'money' },
  ],
  checkout: [
    { name: 'checkout.url', type: 'link' },
    { name: 'checkout.total', type: 'money' },
  ],
  items: [
    { name: 'items', type: 'list' },
    { name: 'items_more', type: 'number' },
  ],
  products: [{ name: 'products', type: 'list' }],
  offer: [
    { name: 'offer.title', type: 'text' },
    { name: 'offer.text', type: 'text' },
    { name: 'offer.url', type: 'link' },
    { name: 'offer.deadline', type: 'moment', isOptional: true },
  ],
  code: [
    { name: 'code.code', type: 'text' },
    { name: 'code.value', type: 'reduction' },
    { name: 'code.deadline', type: 'moment', isOptional: true },
  ],
  review: [
    { name: 'review.products', type: 'list' },
    { name: 'review.not_arrived_url', type: 'link' },
    { name: 'review.reward', type: 'reduction', isOptional: true },
  ],
  referral: [
    { name: 'referral.url', type: 'link' },
    { name: 'referral.friend_discount', type: 'reduction' },
    { name: 'referral.reward', type: 'money' },
  ],
  credit: [
    { name: 'credit.amount', type: 'money' },
    { name: 'credit.payable_on', type: 'moment', isOptional: true },
  ],
  parcel: [
    { name: 'parcel.status', type: 'text' },
    { name: 'parcel.tracking_url', type: 'link' },
    { name: 'parcel.tracking_number', type: 'text', isOptional: true },
    { name: 'parcel.carrier', type: 'text', isOptional: true },
    { name: 'parcel.expected_on', type: 'moment', isOptional: true },
  ],
  confirm: [
    { name: 'confirm.url', type: 'link' },
    { name: 'confirm.consent', type: 'text' },
  ],
} as const satisfies Record<string, readonly Variable[]>;

export type VariableGroup = keyof typeof variableGroups;

/** What the entries of the lists have. */
export const listFields: Record<string, readonly string[]> = {
  items: ['title', 'variant', 'quantity', 'image_url', 'total'],
  products: ['title', 'image_url', 'url', 'price'],
  'review.products': ['title', 'image_url', 'star_urls'],
};

/** A variable as it is put into a text: with the filter that shows it well, and words for when it is empty. */
export function variableSnippet(variable: Variable, fallback: string): string {
  if (variable.type === 'list') {
    return `{% for item in ${variable.name} %}{{ item.title }}{% unless forloop.last %}, {% endunless %}{% endfor %}`;
  }
  const filter =
    variable.type === 'moment'
      ? ' | day'
      : variable.isOptional
        ? ` | default: ${JSON.stringify(fallback)}`
        : '';
  return `{{ ${variable.name}${filter} }}`;
}

/**
 * Finds what is wrong with a variable's path: null when a text of these groups may name it.
 * @param path as Liquid's analysis gives it: names and list positions, e.g. `['items', 0, 'title']`
 */
export function variableProblem(
  path: (string | number)[],
  groups: readonly VariableGroup[],
): 'unknown_variable' | 'not_known_here' | null {
  const names = path.filter((part): part is string => typeof part === 'string');
  const [root = '', ...rest] = names;
  for (const [group, variables] of Object.entries(variableGroups) as [VariableGroup, readonly Variable[]][]) {
    const isHere = groups.includes(group);
    for (const { name, type } of variables) {
      const parts = name.split('.');
      const isPrefix = parts.every((part, index) => names[index] === part);
      const isParent = names.length < parts.length && names.every((part, index) => parts[index] === part);
      const extra = names.slice(parts.length);
      if (isParent || (isPrefix && isExtraFine(type, name, extra))) return isHere ? null : 'not_known_here';
    }
  }
  // A whole group (`{% if order %}`) is fine; it has been found as a parent above.
  return root && rest.length >= 0 ? 'unknown_variable' : null;
}

function isExtraFine(type: VariableType, name: string, extra: string[]): boolean {
  if (extra.length === 0) return true;
  if (type !== 'list') return extra.length === 1 && extra[0] === 'size';
  const [first = ''] = extra;
  if (['size', 'first', 'last'].includes(first))
    return extra.length === 1 || (first !== 'size' && isExtraFine(type, name, extra.slice(1)));
  return extra.length === 1 && (listFields[name]?.includes(first) ?? false);
}
