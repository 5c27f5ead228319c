import { type ActionFunctionArgs, json, type LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import {
  archiveContent,
  checkContent,
  getContent,
  ordersFor,
  saveContent,
  sendTestContent,
  unpublishContent,
} from '../../features/content/index.server.ts';
import { getProducts } from '../../features/products/index.server.ts';
import { formatMoney } from '../../kit/money.ts';
import contentsCss from '../../ui/contents/contents.css?url';
import { ContentEditor, type EditedContent } from '../../ui/contents/editor/content-editor.tsx';
import { adminContext, linkProbe } from '../../wiring/context.server.ts';
import { pickedProduct } from './offers.products.ts';

export const links = () => [{ rel: 'stylesheet', href: contentsCss }];

export async function loader(args: LoaderFunctionArgs) {
  const { ctx, locale } = await adminContext(args);
  const content = await getContent(ctx, args.params.id ?? '');
  if (!content) throw new Response(null, { status: 404 });
  const { id, slot, version, publishedVersion, input, isArchived } = content;
  const productIds = input.blocks.flatMap((block) => (block.kind === 'products' ? block.productIds : []));
  const [orders, products] = await Promise.all([ordersFor(ctx), getProducts(ctx, [...new Set(productIds)])]);
  return json({
    content: { id, slot, version, publishedVersion, input, isArchived },
    shop: { locale: ctx.shop.locale, timezone: ctx.shop.timezone },
    orders: orders.map((order) => ({
      id: order.id,
      label: `${order.name} · ${formatMoney({ minor: order.totalMinor, currency: order.currency }, locale)}`,
    })),
    products: products.map((product) => pickedProduct(product, ctx.shop.currency)),
  });
}

interface Body {
  action?: string;
  input?: unknown;
  version?: unknown;
  language?: unknown;
  orderId?: unknown;
}

/** JSON: `{ action: 'save' | 'publish' | 'unpublish' | 'archive' | 'test' | 'check', … }`. */
export async function action(args: ActionFunctionArgs) {
  const { ctx, by } = await adminContext(args);
  const id = args.params.id ?? '';
  const body = (await args.request.json()) as Body;
  const version = Number(body.version) || 0;
  const content = await getContent(ctx, id);
  if (!content) throw new Response(null, { status: 404 });
  switch (body.action) {
    case 'save':
    case 'publish': {
      const outcome = await saveContent(ctx, id, body.input, version, await by(), body.action);
      return json({ action: body.action, outcome });
    }
    case 'unpublish':
      return json({
        action: 'unpublish' as const,
        outcome: await unpublishContent(ctx, id, version, await by()),
      });
    case 'archive':
      return json({
        action: 'archive' as const,
        outcome: await archiveContent(ctx, id, version, await by()),
      });
    case 'test': {
      const choice = {
        language: String(body.language ?? ''),
        orderId: typeof body.orderId === 'string' && body.orderId ? body.orderId : null,
      };
      return json({
        action: 'test' as const,
        outcome: await sendTestContent(ctx, content.slot, body.input, choice),
      });
    }
    case 'check': {
      const checked = await checkContent(ctx, { contentId: id, version: content.version }, linkProbe);
      return json({ action: 'check' as const, problems: checked.kind === 'checked' ? checked.problems : [] });
    }
    default:
      throw new Response(null, { status: 400 });
  }
}

export default function EditContent() {
  const data = useLoaderData<typeof loader>();
  return <ContentEditor key={data.content.id} {...data} content={data.content as EditedContent} />;
}
