import type { Money } from '../../app/kit/money.ts';
import type {
  DiscountCodeInput,
  EditableOrder,
  ShopifyPort,
  ShopifyProduct,
} from '../../app/platform/shopify/port.ts';
import { memoryEdits } from './shopify-memory-edits.ts';

/** What the in-memory store holds; tests read and change it. */
export interface MemoryStore {
  products: ShopifyProduct[];
  collections: { id: string; title: string }[];
  /** what Shopify recommends with a product; null: the shop does not let us ask */
  complementary: Map<string, string[]> | null;
  codes: Map<
    string,
    { nodeId: string; codeId?: string; input: DiscountCodeInput | null; endsAt: Date | null }
  >;
  /** the shop's own metafields of this app, by key */
  metafields: Map<string, string>;
  credits: { id: string; customerId: string; amount: Money; at: Date }[];
  ratings: Map<string, { average: number; count: number }>;
  consents: { customerId: string; state: string; changedAt: Date }[];
  customers: Map<string, { id: string; emailState: string | null }>;
  /** by E.164 number */
  phones: Map<string, { id: string }>;
  smsConsents: { customerId: string; state: string; changedAt: Date }[];
  /** by customer id */
  customerTags: Map<string, string[]>;
  segments: { id: string; name: string; customerIds: string[] }[];
  /** orders that may be edited */
  editable: Map<string, EditableOrder>;
  calls: string[];
  /** throws from the next call of that name, once; `after` throws once the call has taken effect (a lost answer) */
  failNext: Map<string, { error: Error; when: 'before' | 'after' }>;
}

/**
 * ShopifyPort in memory, for database tests of features. It obeys the port's contract; the same battery
 * (tests/contracts/shopify-port.test.ts) runs against the real gateway and the sandbox's Admin API.
 */
export function createMemoryShopify(
  now: () => Date,
  currency = 'EUR',
): { port: ShopifyPort; store: MemoryStore } {
  const store: MemoryStore = {
    products: [],
    collections: [],
    complementary: new Map(),
    codes: new Map(),
    metafields: new Map(),
    credits: [],
    ratings: new Map(),
    consents: [],
    customers: new Map(),
    phones: new Map(),
    smsConsents: [],
    customerTags: new Map(),
    segments: [],
    editable: new Map(),
    calls: [],
    failNext: new Map(),
  };
  let sequence = 9007199254740993n;
  const nextId = () => String(sequence++);

  async function call<T>(name: keyof ShopifyPort, work: () => T): Promise<T> {
    store.calls.push(name);
    const failure = store.failNext.get(name);
    if (failure) store.failNext.delete(name);
    if (failure?.when === 'before') throw failure.error;
    const result = work();
    if (failure?.when === 'after') throw failure.error;
    return result;
  }

  /** Codes are one namespace per shop, whatever their letters' case; the store shows them as they were written. */
  function findCode(code: string) {
    const key = [...store.codes.keys()].find((known) => known.toLowerCase() === code.toLowerCase());
    return key === undefined ? undefined : store.codes.get(key);
  }

  function problemOf(input: DiscountCodeInput): string | null {
    if (input.title.trim() === '') return "Title can't be blank";
    if (input.code.trim() === '') return "Code can't be blank";
    if (input.endsAt && input.endsAt <= input.startsAt) return 'Ends at needs to be after starts_at';
    if (input.value.kind === 'amount')
      return input.value.amount.minor > 0n ? null : 'Value must be greater than 0';
    if (input.value.kind === 'free-shipping') return null;
    if (input.value.kind === 'gift') {
      const isNamed = [input.productIds, input.variantIds, input.collectionIds].some((ids) => ids?.length);
      return isNamed ? null : "Items in 'customer buys' must be defined";
    }
    const { basisPoints } = input.value;
    return basisPoints > 0 && basisPoints <= 10_000 ? null : 'Value must be between 0.0 and 1.0';
  }

  function balance(customerId: string): bigint {
    return store.credits
      .filter((entry) => entry.customerId === customerId)
      .reduce((sum, entry) => sum + entry.amount.minor, 0n);
  }

  const port: ShopifyPort = {
    ...memoryEdits(store.editable, store.products, call, nextId),
    getShop: () =>
      call('getShop', () => ({
        id: '9007199254740991',
        name: 'Testladen',
        email: 'shop@example.com',
        domain: 'test.myshopify.com',
        currency,
        timezone: 'Europe/Berlin',
        country: 'DE',
        plan: 'Basic',
        locale: 'de',
        storefrontUrl: 'https://testladen.example',
      })),
    getOrder: () => call('getOrder', () => null),
    listOrders: () => call('listOrders', () => ({ orders: [], cursor: null })),
    listAbandonedCheckouts: () => call('listAbandonedCheckouts', () => ({ checkouts: [], cursor: null })),
    listProducts: () => call('listProducts', () => ({ products: store.products, cursor: null })),
    getProducts: (ids) =>
      call('getProducts', () => store.products.filter((product) => ids.includes(product.id))),
    listCollections: () => call('listCollections', () => ({ collections: store.collections, cursor: null })),
    listCollectionProducts: ({ collectionId }) =>
      call('listCollectionProducts', () =>
        store.collections.some((one) => one.id === collectionId)
          ? {
              productIds: store.products
                .filter((product) => product.collections.some(({ id }) => id === collectionId))
                .map((product) => product.id),
              cursor: null,
            }
          : null,
      ),
    complementaryProducts: (productId) =>
      call('complementaryProducts', () =>
        store.complementary
          ? { kind: 'found' as const, productIds: store.complementary.get(productId) ?? [] }
          : { kind: 'unavailable' as const, reason: 'no-access' as const },
      ),
    createDiscountCode: (input) =>
      call('createDiscountCode', () => {
        if (findCode(input.code)) return { kind: 'taken' as const };
        const problem = problemOf(input);
        if (problem !== null) return { kind: 'refused' as const, message: problem };
        const nodeId = nextId();
        const codeId = nextId();
        store.codes.set(input.code, { nodeId, codeId, input, endsAt: input.endsAt });
        return { kind: 'created' as const, nodeId, codeId };
      }),
    addRedeemCodes: (nodeId, codes) =>
      call('addRedeemCodes', () => {
        const added: string[] = [];
        const failed: { code: string; message: string }[] = [];
        const ids = new Map<string, string>();
        if (codes.length > 250) throw new RangeError('at most 250 codes a call');
        if (![...store.codes.values()].some((known) => known.nodeId === nodeId))
          return {
            added,
            failed: codes.map((code) => ({ code, message: 'Code discount does not exist.' })),
            ids,
          };
        for (const code of codes) {
          if (findCode(code)) failed.push({ code, message: 'Code must be unique.' });
          else {
            const codeId = nextId();
            store.codes.set(code, { nodeId, codeId, input: null, endsAt: null });
            ids.set(code, codeId);
            added.push(code);
          }
        }
        return { added, failed, ids };
      }),
    removeRedeemCodes: (nodeId, codeIds) =>
      call('removeRedeemCodes', () => {
        if (codeIds.length > 250) throw new RangeError('at most 250 codes a call');
        for (const [code, known] of store.codes)
          if (known.nodeId === nodeId && known.codeId && codeIds.includes(known.codeId))
            store.codes.delete(code);
      }),
    deleteDiscount: (nodeId) =>
      call('deleteDiscount', () => {
        for (const [code, known] of store.codes) if (known.nodeId === nodeId) store.codes.delete(code);
      }),
    setShopMetafield: (key, json) =>
      call('setShopMetafield', () => {
        JSON.parse(json);
        store.metafields.set(key, json);
      }),
    findDiscountCode: (code) =>
      call('findDiscountCode', () => {
        const found = findCode(code);
        return found ? { nodeId: found.nodeId, endsAt: found.endsAt } : null;
      }),
    creditStoreCredit: ({ customerId, amount }) =>
      call('creditStoreCredit', () => {
        if (amount.currency !== currency)
          return { kind: 'refused' as const, code: 'UNSUPPORTED_CURRENCY', message: 'wrong currency' };
        if (amount.minor <= 0n)
          return { kind: 'refused' as const, code: 'NEGATIVE_OR_ZERO_AMOUNT', message: 'must be positive' };
        const id = nextId();
        store.credits.push({ id, customerId, amount, at: now() });
        return { kind: 'credited' as const, transactionId: id };
      }),
    debitStoreCredit: ({ customerId, amount }) =>
      call('debitStoreCredit', () => {
        if (balance(customerId) < amount.minor) return { kind: 'insufficient' as const };
        const id = nextId();
        store.credits.push({ id, customerId, amount: { ...amount, minor: -amount.minor }, at: now() });
        return { kind: 'credited' as const, transactionId: id };
      }),
    listStoreCredit: (customerId, since) =>
      call('listStoreCredit', () =>
        store.credits
          .filter((entry) => entry.customerId === customerId && entry.at >= since)
          .map(({ id, amount, at }) => ({ id, amount, at })),
      ),
    setProductRating: (productId, rating) =>
      call('setProductRating', () => {
        store.ratings.set(productId, rating);
      }),
    findCustomerByEmail: (email) =>
      call('findCustomerByEmail', () => store.customers.get(email.toLowerCase()) ?? null),
    findCustomerByPhone: (phone) => call('findCustomerByPhone', () => store.phones.get(phone) ?? null),
    getCustomerTraits: (customerId, segmentIds) =>
      call('getCustomerTraits', () => {
        const tags = store.customerTags.get(customerId);
        const inside = store.segments.filter(
          (segment) => segmentIds.includes(segment.id) && segment.customerIds.includes(customerId),
        );
        return tags ? { tags, segmentIds: inside.map((segment) => segment.id) } : null;
      }),
    tagCustomer: ({ customerId, tag, isAdded }) =>
      call('tagCustomer', () => {
        const tags = store.customerTags.get(customerId);
        if (!tags) return 'gone' as const;
        const others = tags.filter((one) => one.toLowerCase() !== tag.toLowerCase());
        store.customerTags.set(customerId, isAdded ? [...others, tag] : others);
        return 'tagged' as const;
      }),
    listCustomersByTag: ({ tag }) =>
      call('listCustomersByTag', () => ({
        customers: [...store.customerTags]
          .filter(([, tags]) => tags.some((one) => one.toLowerCase() === tag.toLowerCase()))
          .map(([id, tags]) => ({ id, tags })),
        cursor: null,
      })),
    listSegmentMembers: ({ segmentId }) =>
      call('listSegmentMembers', () => {
        const segment = store.segments.find((one) => one.id === segmentId);
        return segment ? { customerIds: segment.customerIds, cursor: null } : null;
      }),
    listSegments: () =>
      call('listSegments', () => ({
        segments: store.segments.map(({ id, name }) => ({ id, name })),
        cursor: null,
      })),
    setEmailConsent: (input) =>
      call('setEmailConsent', () => {
        const known = [...store.customers.values()].filter((customer) => customer.id === input.customerId);
        if (known.length === 0)
          throw new Error('customerEmailMarketingConsentUpdate: Customer does not exist');
        store.consents.push(input);
        for (const customer of known) customer.emailState = input.state;
      }),
    setSmsConsent: (input) =>
      call('setSmsConsent', () => {
        const known = [...store.phones.values()].filter((customer) => customer.id === input.customerId);
        if (known.length === 0)
          throw new Error(
            'customerSmsMarketingConsentUpdate: A phone number is required to set the SMS consent state.',
          );
        store.smsConsents.push(input);
      }),
  };
  return { port, store };
}
