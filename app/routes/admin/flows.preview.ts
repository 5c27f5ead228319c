import { type ActionFunctionArgs, json } from '@remix-run/node';
import { z } from 'zod';
import { previewMessage } from '../../features/messages/index.server.ts';
import { adminContext } from '../../wiring/context.server.ts';

const asked = z.object({
  text: z.object({
    subject: z.string().max(200),
    text: z.string().max(5_000),
    button: z.string().max(60).nullable(),
    url: z.string().max(2_000).nullable(),
  }),
  language: z.string().max(20),
  class: z.enum(['marketing', 'transactional']),
  hasCode: z.boolean(),
});

/** JSON: the words of a flow's message. Answers the message as it would be drawn, with made-up data. */
export async function action(args: ActionFunctionArgs) {
  const { ctx } = await adminContext(args);
  const read = asked.safeParse(await args.request.json());
  if (!read.success) throw new Response(null, { status: 400 });
  const { text, language, hasCode } = read.data;
  const preview = await previewMessage(ctx, read.data.class === 'marketing' ? 'flow' : 'flow_service', {
    locale: language === 'de' ? 'de' : 'en',
    flow: {
      content: {
        subject: text.subject,
        text: text.text,
        button: text.button,
        url: URL.canParse(text.url ?? '') ? (text.url ?? '') : ctx.shop.storefrontUrl,
      },
      hasCode,
    },
  });
  return json({ subject: preview.subject, html: preview.html, text: preview.text });
}
