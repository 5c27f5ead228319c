import { z } from 'zod';
import { gid } from '../../../kit/id.ts';
import { type Money, moneyAmount } from '../../../kit/money.ts';
import type { AdminClient } from '../admin-client.server.ts';
import type { ShopifyPort } from '../port.ts';
import { defineOperation, instant, money, userErrors } from './operation.ts';

const payload = z.object({
  storeCreditAccountTransaction: z.object({ id: z.string() }).nullable(),
  userErrors,
});

export const credit = defineOperation(
  `mutation CreditStoreCredit($id: ID!, $credit: StoreCreditAccountCreditInput!) {
    storeCreditAccountCredit(id: $id, creditInput: $credit) {
      storeCreditAccountTransaction { id }
      userErrors { field code message }
    }
  }`,
  z.object({ storeCreditAccountCredit: payload }),
);

export const debit = defineOperation(
  `mutation DebitStoreCredit($id: ID!, $debit: StoreCreditAccountDebitInput!) {
    storeCreditAccountDebit(id: $id, debitInput: $debit) {
      storeCreditAccountTransaction { id }
      userErrors { field code message }
    }
  }`,
  z.object({ storeCreditAccountDebit: payload }),
);

export const listTransactions = defineOperation(
  `query ListStoreCredit($id: ID!) {
    customer(id: $id) {
      storeCreditAccounts(first: 10) {
        nodes {
          transactions(first: 50, sortKey: CREATED_AT, reverse: true) {
            nodes {
              __typename
              amount { amount currencyCode }
              createdAt
              event
              ... on StoreCreditAccountCreditTransaction { id }
              ... on StoreCreditAccountDebitTransaction { id }
            }
          }
        }
      }
    }
  }`,
  z.object({
    customer: z
      .object({
        storeCreditAccounts: z.object({
          nodes: z.array(
            z.object({
              transactions: z.object({
                nodes: z.array(
                  z.object({
                    __typename: z.string(),
                    id: z.string().optional(),
                    amount: money,
                    createdAt: instant,
                    event: z.string(),
                  }),
                ),
              }),
            }),
          ),
        }),
      })
      .nullable(),
  }),
);

function toInput({ currency, ...rest }: Money): { amount: string; currencyCode: string } {
  return { amount: moneyAmount({ currency, ...rest }), currencyCode: currency };
}

export const creditStoreCredit =
  (client: AdminClient): ShopifyPort['creditStoreCredit'] =>
  async ({ customerId, amount, expiresAt }) => {
    const { storeCreditAccountCredit } = await client.ask(credit, {
      id: gid('Customer', customerId),
      credit: { creditAmount: toInput(amount), ...(expiresAt ? { expiresAt: expiresAt.toISOString() } : {}) },
    });
    const { storeCreditAccountTransaction, userErrors: refused } = storeCreditAccountCredit;
    if (storeCreditAccountTransaction) {
      return { kind: 'credited', transactionId: storeCreditAccountTransaction.id };
    }
    return { kind: 'refused', code: refused[0]?.code ?? 'UNKNOWN', message: refused[0]?.message ?? '' };
  };

export const debitStoreCredit =
  (client: AdminClient): ShopifyPort['debitStoreCredit'] =>
  async ({ customerId, amount }) => {
    const { storeCreditAccountDebit } = await client.ask(debit, {
      id: gid('Customer', customerId),
      debit: { debitAmount: toInput(amount) },
    });
    const { storeCreditAccountTransaction, userErrors: refused } = storeCreditAccountDebit;
    if (storeCreditAccountTransaction) {
      return { kind: 'credited', transactionId: storeCreditAccountTransaction.id };
    }
    // Nobody ever credited this customer in this currency: there is no account to take it from.
    if (refused.some(({ code }) => code === 'INSUFFICIENT_FUNDS' || code === 'ACCOUNT_NOT_FOUND'))
      return { kind: 'insufficient' };
    return { kind: 'refused', code: refused[0]?.code ?? 'UNKNOWN', message: refused[0]?.message ?? '' };
  };

/**
 * What apps and staff have moved, newest first: credits positive, debits negative whatever sign Shopify writes. What orders
 * paid with it, and what expired, is left out.
 */
export const listStoreCredit =
  (client: AdminClient): ShopifyPort['listStoreCredit'] =>
  async (customerId, since) => {
    const { customer } = await client.ask(listTransactions, { id: gid('Customer', customerId) });
    return (customer?.storeCreditAccounts.nodes ?? [])
      .flatMap(({ transactions }) => transactions.nodes)
      .flatMap(({ __typename, id, amount, createdAt, event }) => {
        if (!id || event !== 'ADJUSTMENT' || createdAt < since) return [];
        const size = amount.minor < 0n ? -amount.minor : amount.minor;
        const isDebit = __typename === 'StoreCreditAccountDebitTransaction';
        return [{ id, amount: { ...amount, minor: isDebit ? -size : size }, at: createdAt }];
      })
      .sort((a, b) => b.at.getTime() - a.at.getTime());
  };
