import { type ActionFunctionArgs, json, type LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { takeWinner } from '../../features/experiments/index.server.ts';
import {
  archiveOffer,
  duplicateOffer,
  getOffer,
  restoreOffer,
  saveOffer,
  takeTestWinner,
  undoLastChange,
} from '../../features/offers/index.server.ts';
import { inputOf } from '../../features/offers/index.ts';
import { type EditorData, EditorPage } from '../../ui/offers/editor/editor-page.tsx';
import offersCss from '../../ui/offers/offers.css?url';
import rulesCss from '../../ui/rules/rules.css?url';
import { adminContext } from '../../wiring/context.server.ts';
import { editorData } from './offers.editor.server.ts';

export const links = () => [
  { rel: 'stylesheet', href: offersCss },
  { rel: 'stylesheet', href: rulesCss },
];

export async function loader(args: LoaderFunctionArgs) {
  const { ctx, locale, t } = await adminContext(args);
  const offer = await getOffer(ctx, args.params.id ?? '');
  if (!offer) throw new Response(null, { status: 404 });
  return json(await editorData(ctx, locale, t, { offer }));
}

/** JSON: `{ action: 'save', input, version }`, `{ action: 'take', armId }` (a variant wins the test), or undo, duplicate, archive, restore. */
export async function action(args: ActionFunctionArgs) {
  const { ctx, t, by } = await adminContext(args);
  const id = args.params.id ?? '';
  const body = (await args.request.json()) as {
    action?: string;
    input?: unknown;
    version?: unknown;
    armId?: unknown;
  };
  switch (body.action) {
    case 'save': {
      const outcome = await saveOffer(ctx, id, body.input, Number(body.version) || 0, await by());
      if (outcome.kind === 'unknown') throw new Response(null, { status: 404 });
      return json({ action: 'save' as const, outcome });
    }
    case 'undo': {
      const { kind } = await undoLastChange(ctx, id, await by());
      const offer = await getOffer(ctx, id);
      if (!offer) throw new Response(null, { status: 404 });
      const { version, status } = offer;
      const input = inputOf(offer, ctx.shop.currency);
      return json({ action: 'undo' as const, kind, offer: { id, version, status, input } });
    }
    case 'take': {
      const known = await getOffer(ctx, id);
      if (!known?.experimentId) throw new Response(null, { status: 404 });
      const { kind } = await takeWinner(ctx, known.experimentId, String(body.armId));
      // The same follows from the fact by itself; the merchant is not to wait for it.
      await takeTestWinner(ctx, known.experimentId);
      const offer = await getOffer(ctx, id);
      if (!offer) throw new Response(null, { status: 404 });
      const { version, status } = offer;
      const input = inputOf(offer, ctx.shop.currency);
      return json({ action: 'take' as const, kind, offer: { id, version, status, input } });
    }
    case 'duplicate': {
      const known = await getOffer(ctx, id);
      const name = t('offers:list.copyOf', { name: known?.name ?? '' });
      const outcome = await duplicateOffer(ctx, id, name, await by());
      const copy = outcome.kind === 'changed' ? outcome.id : null;
      return json({ action: 'duplicate' as const, copy });
    }
    case 'archive':
      await archiveOffer(ctx, id, await by());
      return json({ action: 'archive' as const });
    case 'restore':
      await restoreOffer(ctx, id, await by());
      return json({ action: 'restore' as const });
    default:
      throw new Response(null, { status: 400 });
  }
}

export default function EditOffer() {
  const data = useLoaderData<typeof loader>() as EditorData;
  return <EditorPage key={data.offer.id} data={data} />;
}
