import type { LoaderFunctionArgs } from '@remix-run/node';
import { resultsCsv } from '../../features/results/index.server.ts';
import { adminContext } from '../../wiring/context.server.ts';
import { questionOf } from './offers.results.words.server.ts';

/** The roll-up of a period as a CSV file; `offer` narrows it to one offer. Sent as it is read. */
export async function loader(args: LoaderFunctionArgs) {
  const { ctx } = await adminContext(args);
  const { period, surface } = questionOf(args.request, ctx);
  const offerId = new URL(args.request.url).searchParams.get('offer');
  const parts = resultsCsv(ctx, { period, surface }, offerId);
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await parts.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await parts.return(undefined);
    },
  });
  return new Response(body, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="offers-${period.from}-${period.to}.csv"`,
      'cache-control': 'no-store',
    },
  });
}
