import { json, type LoaderFunctionArgs } from '@remix-run/node';
import { findPeople } from '../../features/people/index.server.ts';
import { adminContext } from '../../wiring/context.server.ts';

const shown = 8;

/** People to try a flow with: `?q=` an address, a number or an order, exactly; without it the newest. */
export async function loader(args: LoaderFunctionArgs) {
  const { ctx, t } = await adminContext(args);
  const search = (new URL(args.request.url).searchParams.get('q') ?? '').slice(0, 320);
  const { people } = await findPeople(ctx, { search, page: 1 });
  return json({
    people: people.slice(0, shown).map(({ id, name, ordersCount }) => ({
      id,
      name: name ?? t('timeline:people.nameless'),
      about: t('timeline:people.orders', { count: ordersCount }),
    })),
  });
}
