import { type ActionFunctionArgs, json } from '@remix-run/node';
import { z } from 'zod';
import { dryRun, getFlow, startByHand } from '../../features/flows/index.server.ts';
import { flowContents, flowDefinition } from '../../features/flows/index.ts';
import { momentFormat } from '../../features/messages/index.ts';
import { listOffers } from '../../features/offers/index.server.ts';
import type { TryAnswer } from '../../ui/flows/try-dialog.tsx';
import { adminContext } from '../../wiring/context.server.ts';
import { dryRunInWords, flowReader } from './flows.words.server.ts';

const asked = z.object({
  action: z.enum(['try', 'start']),
  personId: z.string().max(64),
  key: z.string().max(64),
  /** a draft that is not saved; the saved one without it */
  definition: flowDefinition.optional(),
  contents: flowContents.optional(),
});

/**
 * JSON: `{ action: 'try', personId }` tells what would happen to a person and writes nothing; `{ action: 'start', personId, key }`
 * lets them in.
 */
export async function action(args: ActionFunctionArgs) {
  const { ctx, locale, t } = await adminContext(args);
  const read = asked.safeParse(await args.request.json());
  const view = await getFlow(ctx, args.params.id ?? '');
  if (!view) throw new Response(null, { status: 404 });
  if (!read.success) return json(plain('refused', t('flow-pages:try.notReady')));
  const { personId, definition, contents, key } = read.data;
  if (read.data.action === 'start') {
    const flowId = view.flow.id;
    const outcome = await startByHand(ctx, { flowId, personId, key });
    return json(
      outcome.kind === 'refused'
        ? plain('refused', t(`flow-pages:try.refused.${outcome.because}`))
        : plain('started', t(`flow-pages:try.started.${outcome.kind}`)),
    );
  }
  const draft = definition && contents ? { definition, contents } : view.flow;
  const offers = await listOffers(ctx);
  const [told, reader] = await Promise.all([
    dryRun(ctx, definition && contents ? draft : view.flow.id, personId),
    flowReader(
      ctx,
      locale,
      t,
      [draft.definition],
      Object.fromEntries(offers.map(({ offer }) => [offer.id, offer.name])),
    ),
  ]);
  return json(dryRunInWords(told, draft, reader, momentFormat(locale, ctx.shop.timezone)));
}

const plain = (kind: TryAnswer['kind'], entry: string): TryAnswer => ({
  kind,
  entry,
  isEntering: false,
  steps: [],
  end: null,
});
