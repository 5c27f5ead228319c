import { randomBytes } from 'node:crypto';
import express from 'express';
import { z } from 'zod';
import type { Faults } from '../control/faults.ts';
import { meetFault } from '../control/meet-fault.ts';
import { toPhone } from '../store/customers.ts';
import type { Store } from '../store/store.ts';
import { fileMessage } from './outbox.ts';

const sms = z.object({
  To: z.string(),
  From: z.string().optional(),
  MessagingServiceSid: z.string().optional(),
  Body: z.string().min(1).max(1600),
});
const whatsapp = z.object({
  messaging_product: z.literal('whatsapp'),
  to: z.string(),
  type: z.string().default('text'),
  text: z.object({ body: z.string() }).optional(),
  template: z.record(z.string(), z.unknown()).optional(),
});

/** The two far ends of text messages: one that speaks like Twilio below /sms, one like WhatsApp's Cloud API below /whatsapp. */
export function messengerRouter(deps: { store: Store; faults: Faults }): express.Router {
  const router = express.Router();
  router.post(
    '/sms/2010-04-01/Accounts/:account/Messages.json',
    express.urlencoded({ extended: false }),
    (request, response) =>
      meetFault(deps.faults.take('sms'), request, response, {
        throttle: () =>
          void response.status(429).json({ code: 20429, message: 'Too Many Requests', status: 429 }),
        serverError: () =>
          void response.status(503).json({ code: 20503, message: 'Service Unavailable', status: 503 }),
        carryOut(answer) {
          const parsed = sms.safeParse(request.body);
          const to = parsed.success ? toPhone(parsed.data.To) : null;
          if (!parsed.success || to === null) {
            const missing = parsed.success ? 'To' : String(parsed.error.issues[0]?.path[0] ?? 'To');
            answer
              .status(400)
              .json({ code: 21211, message: `The '${missing}' parameter is not valid`, status: 400 });
            return;
          }
          const from = parsed.data.From ?? parsed.data.MessagingServiceSid ?? '';
          fileMessage(deps.store, {
            channel: 'sms',
            from,
            to,
            subject: null,
            html: null,
            text: parsed.data.Body,
            headers: {},
          });
          const sid = `SM${randomBytes(16).toString('hex')}`;
          const account = request.params.account;
          answer.status(201).json({
            sid,
            account_sid: account,
            to,
            from,
            body: parsed.data.Body,
            status: 'queued',
            num_segments: '1',
            error_code: null,
            error_message: null,
            date_created: deps.store.now().toUTCString(),
          });
        },
      }),
  );
  router.post('/whatsapp/:version/:phoneNumberId/messages', express.json(), (request, response) =>
    meetFault(deps.faults.take('whatsapp'), request, response, {
      throttle: () =>
        void response
          .status(429)
          .json({ error: { message: 'Rate limit hit', type: 'OAuthException', code: 130429 } }),
      serverError: () =>
        void response
          .status(500)
          .json({ error: { message: 'Something went wrong', type: 'OAuthException', code: 131000 } }),
      carryOut(answer) {
        const parsed = whatsapp.safeParse(request.body);
        const to = parsed.success
          ? toPhone(parsed.data.to.startsWith('+') ? parsed.data.to : `+${parsed.data.to}`)
          : null;
        if (!parsed.success || to === null) {
          answer
            .status(400)
            .json({ error: { message: '(#100) Invalid parameter', type: 'OAuthException', code: 100 } });
          return;
        }
        const text = parsed.data.text?.body ?? JSON.stringify(parsed.data.template ?? {});
        fileMessage(deps.store, {
          channel: 'whatsapp',
          from: request.params.phoneNumberId ?? '',
          to,
          subject: null,
          html: null,
          text,
          headers: {},
        });
        answer.json({
          messaging_product: 'whatsapp',
          contacts: [{ input: parsed.data.to, wa_id: to.slice(1) }],
          messages: [{ id: `wamid.${randomBytes(16).toString('hex')}`, message_status: 'accepted' }],
        });
      },
    }),
  );
  return router;
}
