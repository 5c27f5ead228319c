import { exchange, isAmount, isKnownCurrency, least, toDecimal, toMinor } from './money.ts';
import type { Customer, Shop, StoreCreditAccount, StoreCreditTransaction } from './records.ts';
import type { Store } from './store.ts';

export type CreditProblem = { field: string[]; code: string; message: string };

/** The accounts of a customer, one per currency. Credit that has ended is taken off first. */
export function accountsOf(store: Store, customerId: string): StoreCreditAccount[] {
  const accounts = store.tables.storeCredit.byKey(`customer|${customerId}`);
  for (const account of accounts) expire(store, account);
  return accounts;
}

/** Books the end of credit whose time is over. */
export function expire(store: Store, account: StoreCreditAccount): void {
  const now = store.now().getTime();
  for (const credit of account.transactions) {
    if (credit.kind !== 'CREDIT' || credit.expiresAt === null || credit.remaining === null) continue;
    const left = toMinor(credit.remaining, account.currency);
    if (left <= 0n || Date.parse(credit.expiresAt) > now) continue;
    const balance = toMinor(account.balance, account.currency) - left;
    credit.remaining = toDecimal(0n, account.currency);
    account.balance = toDecimal(balance, account.currency);
    account.transactions.push({
      id: store.nextId(),
      kind: 'EXPIRATION',
      amount: toDecimal(-left, account.currency),
      balanceAfter: account.balance,
      expiresAt: null,
      remaining: null,
      createdAt: credit.expiresAt,
    });
    store.tables.storeCredit.put(account);
  }
}

function amountProblem(amount: string, currency: string, field: string[]): CreditProblem | null {
  if (!isAmount(amount, currency) || toMinor(amount, currency) <= 0n) {
    return { field, code: 'NEGATIVE_OR_ZERO_AMOUNT', message: 'A positive amount must be used' };
  }
  return null;
}

/** Most that one account may hold, in euros. Shopify's own figure is not published. */
const LIMIT = '15000.00';

/** Credits an account, or the customer's account in that currency, which is opened when there is none. */
export function credit(
  store: Store,
  shop: Shop,
  owner: { customer: Customer } | { account: StoreCreditAccount },
  input: { amount: string; currency: string; expiresAt: string | null },
): { account: StoreCreditAccount; transaction: StoreCreditTransaction } | CreditProblem {
  const at = ['creditInput', 'creditAmount', 'amount'];
  if (!isKnownCurrency(input.currency) || !shop.presentmentCurrencies.includes(input.currency)) {
    return {
      field: ['creditInput', 'creditAmount', 'currencyCode'],
      code: 'UNSUPPORTED_CURRENCY',
      message: 'Currency is not supported',
    };
  }
  if ('account' in owner && owner.account.currency !== input.currency) {
    return {
      field: ['creditInput', 'creditAmount', 'currencyCode'],
      code: 'MISMATCHING_CURRENCY',
      message: 'The currency provided does not match the currency of the store credit account',
    };
  }
  const problem = amountProblem(input.amount, input.currency, at);
  if (problem !== null) return problem;
  if (input.expiresAt !== null && Date.parse(input.expiresAt) <= store.now().getTime()) {
    return {
      field: ['creditInput', 'expiresAt'],
      code: 'EXPIRES_AT_IN_PAST',
      message: 'The expiry date must be in the future',
    };
  }
  const account =
    'account' in owner
      ? owner.account
      : (accountsOf(store, owner.customer.id).find((one) => one.currency === input.currency) ?? {
          id: store.nextId(),
          shop: shop.domain,
          customerId: owner.customer.id,
          currency: input.currency,
          balance: toDecimal(0n, input.currency),
          transactions: [],
        });
  expire(store, account);
  const minor = toMinor(input.amount, account.currency);
  const balance = toMinor(account.balance, account.currency) + minor;
  if (balance > exchange(toMinor(LIMIT, 'EUR'), 'EUR', account.currency)) {
    return {
      field: at,
      code: 'CREDIT_LIMIT_EXCEEDED',
      message: 'The operation would cause the account’s credit limit to be exceeded',
    };
  }
  account.balance = toDecimal(balance, account.currency);
  const amount = toDecimal(minor, account.currency);
  const transaction: StoreCreditTransaction = {
    id: store.nextId(),
    kind: 'CREDIT',
    amount,
    balanceAfter: account.balance,
    expiresAt: input.expiresAt,
    remaining: amount,
    createdAt: store.nowIso(),
  };
  account.transactions.push(transaction);
  store.tables.storeCredit.put(account);
  return { account, transaction };
}

/** Takes credit back, oldest first. */
export function debit(
  store: Store,
  account: StoreCreditAccount,
  input: { amount: string; currency: string },
): { account: StoreCreditAccount; transaction: StoreCreditTransaction } | CreditProblem {
  const at = ['debitInput', 'debitAmount', 'amount'];
  if (account.currency !== input.currency) {
    return {
      field: ['debitInput', 'debitAmount', 'currencyCode'],
      code: 'MISMATCHING_CURRENCY',
      message: 'The currency provided does not match the currency of the store credit account',
    };
  }
  const problem = amountProblem(input.amount, input.currency, at);
  if (problem !== null) return problem;
  expire(store, account);
  const minor = toMinor(input.amount, account.currency);
  const balance = toMinor(account.balance, account.currency) - minor;
  if (balance < 0n)
    return {
      field: at,
      code: 'INSUFFICIENT_FUNDS',
      message: 'The store credit account does not have sufficient funds to satisfy the request',
    };
  let left = minor;
  for (const credit of account.transactions) {
    if (credit.kind !== 'CREDIT' || credit.remaining === null || left === 0n) continue;
    const has = toMinor(credit.remaining, account.currency);
    const taken = least(has, left);
    credit.remaining = toDecimal(has - taken, account.currency);
    left -= taken;
  }
  account.balance = toDecimal(balance, account.currency);
  const transaction: StoreCreditTransaction = {
    id: store.nextId(),
    kind: 'DEBIT',
    amount: toDecimal(-minor, account.currency),
    balanceAfter: account.balance,
    expiresAt: null,
    remaining: null,
    createdAt: store.nowIso(),
  };
  account.transactions.push(transaction);
  store.tables.storeCredit.put(account);
  return { account, transaction };
}
