import type { Customer, StoreCreditAccount, StoreCreditTransaction } from '../../store/records.ts';
import type { CreditProblem } from '../../store/store-credit.ts';
import { credit, debit, expire } from '../../store/store-credit.ts';
import type { PageArgs } from '../connection.ts';
import { connection } from '../connection.ts';
import type { Args, Context, Resolvers } from '../context.ts';
import { fields, gid, idOf, maybe, money, node, roots } from '../context.ts';

type OfAccount = { account: StoreCreditAccount; transaction: StoreCreditTransaction };

const TYPE = {
  CREDIT: 'StoreCreditAccountCreditTransaction',
  DEBIT: 'StoreCreditAccountDebitTransaction',
  EXPIRATION: 'StoreCreditAccountExpirationTransaction',
} as const;

function transactionNode(one: OfAccount) {
  return node(TYPE[one.transaction.kind], one);
}

function ownerOf(
  { store, shop }: Context,
  id: unknown,
): { customer: Customer } | { account: StoreCreditAccount } | 'no account' | 'no owner' {
  const accountId = String(id).includes('/StoreCreditAccount/') ? idOf(id, 'StoreCreditAccount') : null;
  if (accountId !== null) {
    const account = store.tables.storeCredit.get(accountId);
    return account?.shop === shop.domain ? { account } : 'no account';
  }
  const customer = store.tables.customers.get(idOf(id, 'Customer') ?? '');
  return customer?.shop === shop.domain ? { customer } : 'no owner';
}

function answer(type: 'Credit' | 'Debit', result: OfAccount | CreditProblem) {
  if ('code' in result) return refuse(type, result);
  return { storeCreditAccountTransaction: transactionNode(result), userErrors: [] };
}

function refuse(type: 'Credit' | 'Debit', problem: CreditProblem) {
  return {
    storeCreditAccountTransaction: null,
    userErrors: [{ __typename: `StoreCreditAccount${type}UserError`, ...problem }],
  };
}

const missing = (isOwner: boolean): CreditProblem =>
  isOwner
    ? { field: ['id'], code: 'OWNER_NOT_FOUND', message: 'The owner does not exist' }
    : { field: ['id'], code: 'ACCOUNT_NOT_FOUND', message: 'The store credit account could not be found' };

function common(): Record<string, (one: OfAccount, args: Args, context: Context) => unknown> {
  return {
    id: ({ transaction }) => gid(TYPE[transaction.kind], transaction.id),
    account: ({ account }) => node('StoreCreditAccount', account),
    amount: ({ account, transaction }) => money(transaction.amount, account.currency),
    balanceAfterTransaction: ({ account, transaction }) => money(transaction.balanceAfter, account.currency),
    createdAt: ({ transaction }) => transaction.createdAt,
    event: () => 'ADJUSTMENT',
    origin: () => null,
  };
}

export const creditResolvers: Resolvers = {
  QueryRoot: roots({
    storeCreditAccount(args, { store, shop }) {
      const found = store.tables.storeCredit.get(idOf(args.id, 'StoreCreditAccount') ?? '');
      return found?.shop === shop.domain ? node('StoreCreditAccount', found) : null;
    },
  }),
  Mutation: roots({
    storeCreditAccountCredit(args, context) {
      const owner = ownerOf(context, args.id);
      if (typeof owner === 'string') return refuse('Credit', missing(owner === 'no owner'));
      const { creditAmount, expiresAt } = args.creditInput as {
        creditAmount: { amount: string; currencyCode: string };
        expiresAt?: string | null;
      };
      return answer(
        'Credit',
        credit(context.store, context.shop, owner, {
          amount: creditAmount.amount,
          currency: creditAmount.currencyCode,
          expiresAt: expiresAt ?? null,
        }),
      );
    },
    storeCreditAccountDebit(args, context) {
      const { store } = context;
      const owner = ownerOf(context, args.id);
      const { debitAmount } = args.debitInput as { debitAmount: { amount: string; currencyCode: string } };
      if (typeof owner === 'string') return refuse('Debit', missing(false));
      const account =
        'account' in owner
          ? owner.account
          : store.tables.storeCredit
              .byKey(`customer|${owner.customer.id}`)
              .find((one) => one.currency === debitAmount.currencyCode);
      if (account === undefined) return refuse('Debit', missing(false));
      return answer(
        'Debit',
        debit(store, account, { amount: debitAmount.amount, currency: debitAmount.currencyCode }),
      );
    },
  }),
  StoreCreditAccount: fields<StoreCreditAccount>({
    id: (it) => gid('StoreCreditAccount', it.id),
    balance(it, _args, { store }) {
      expire(store, it);
      return money(it.balance, it.currency);
    },
    owner: (it, _args, { store }) => maybe('Customer', store.tables.customers.get(it.customerId)),
    transactions: (it, args) =>
      connection(
        it.transactions,
        args as PageArgs,
        { id: (one) => one.id, value: (one) => one.createdAt },
        (transaction) => transactionNode({ account: it, transaction }),
      ),
  }),
  StoreCreditAccountCreditTransaction: fields<OfAccount>({
    ...common(),
    expiresAt: ({ transaction }) => transaction.expiresAt,
    remainingAmount: ({ account, transaction }) => money(transaction.remaining ?? '0', account.currency),
  }),
  StoreCreditAccountDebitTransaction: fields<OfAccount>(common()),
  StoreCreditAccountExpirationTransaction: fields<OfAccount>(common()),
};
