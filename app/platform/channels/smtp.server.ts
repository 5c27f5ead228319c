import { createHash } from 'node:crypto';
import { createTransport } from 'nodemailer';
import pLimit from 'p-limit';
import type { Logger } from '../log/log.server.ts';
import type { EmailChannel, OutgoingEmail, SendResult } from './port.ts';

/** What nodemailer says of a failed try; every field may be missing. */
interface SmtpError {
  code?: string;
  responseCode?: number;
  command?: string;
  response?: string;
}

/** Where a try got to: was a byte of the message read from us, i.e. had the server answered DATA with "go on"? */
interface Handover {
  streams: { readableDidRead: boolean }[];
}

export interface SmtpOptions {
  /** smtp://user:password@host:port or smtps://… */
  url: string;
  /** MAIL_FROM: an address, or `Name <address>` */
  from: string;
  log: Logger;
  /** for tests */
  timeouts?: { connectMs: number; answerMs: number };
}

const addressOf = (from: string): string => /<([^<>]+)>\s*$/.exec(from)?.[1] ?? from.trim();

const maxConnections = 5;

/** The server's answer without anybody's address, short enough for a ledger row. */
function withoutAddresses(text: string): string {
  return text
    .replace(/<?[^\s<>@]+@[^\s<>@]+>?/g, '<address>')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 200);
}

/**
 * What a failed try means.
 *
 * | the server said                                   | message handed over? | result   |
 * |---------------------------------------------------|----------------------|----------|
 * | nothing (refused, reset, timeout, TLS, DNS)       | no                   | retry    |
 * | nothing                                           | yes, in part or whole| unknown  |
 * | 4xx to any command, 421                           | no                   | retry    |
 * | 4xx in answer to the message                      | yes                  | retry    |
 * | 5xx to MAIL FROM, RCPT TO, DATA or the message    | either               | rejected |
 * | 5xx to the greeting, EHLO, STARTTLS or AUTH       | no                   | retry (the set-up is wrong, not the message) |
 */
export function explainFailure(error: SmtpError & { message?: string }, isHandedOver: boolean): SendResult {
  const reason = withoutAddresses(error.response || error.message || error.code || 'no answer');
  const isAboutMessage = error.code === 'EENVELOPE' || error.code === 'EMESSAGE';
  const status = error.responseCode ?? 0;
  if (status >= 500 && isAboutMessage) {
    // 530 to 538 to an envelope: the server wants us to log in first, which is nobody's address's fault
    return status >= 530 && status <= 538 ? { kind: 'retry', reason } : { kind: 'rejected', reason };
  }
  if (status >= 400 && (isAboutMessage || !isHandedOver)) return { kind: 'retry', reason };
  if (isHandedOver) return { kind: 'unknown', reason };
  // Refused by nodemailer itself before a byte went out: an address that cannot be put in an envelope, a message too large
  if (isAboutMessage) return { kind: 'rejected', reason };
  return { kind: 'retry', reason };
}

/**
 * The e-mail channel over SMTP: a pool of connections, one recipient per message.
 * The pool's own habit of sending a message again when a connection closes is off: whether a message may be sent again is
 * decided by `explainFailure` alone. Only a connection found dead before a byte was handed over is replaced at once.
 */
export function createSmtpChannel({ url, from, log, timeouts }: SmtpOptions): EmailChannel {
  const sender = addressOf(from);
  const domain = sender.split('@')[1] ?? 'localhost';
  const transport = createTransport({
    url,
    pool: true,
    maxConnections,
    maxMessages: 500,
    maxRequeues: 0,
    idleTimeout: 30_000,
    connectionTimeout: timeouts?.connectMs ?? 10_000,
    greetingTimeout: timeouts?.connectMs ?? 10_000,
    socketTimeout: timeouts?.answerMs ?? 60_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  // nodemailer copies the message's fields, so the note travels as one of them
  transport.use('stream', (mail, next) => {
    const { handover } = mail.data as { handover?: Handover };
    if (handover) {
      const createReadStream = mail.message.createReadStream.bind(mail.message);
      mail.message.createReadStream = (...args) => {
        const stream = createReadStream(...args);
        handover.streams.push(stream);
        return stream;
      };
    }
    next();
  });

  async function trySend(email: OutgoingEmail): Promise<SendResult & { isStale?: boolean }> {
    const handover: Handover = { streams: [] };
    const message = {
      from: { name: email.fromName.replace(/[\r\n]+/g, ' '), address: sender },
      to: { name: '', address: email.to },
      ...(email.replyTo ? { replyTo: { name: '', address: email.replyTo } } : {}),
      subject: email.subject,
      html: email.html,
      text: email.text,
      messageId: `<${email.id}@${domain}>`,
      headers: {
        'Auto-Submitted': 'auto-generated',
        'X-Auto-Response-Suppress': 'OOF, AutoReply',
        'X-Entity-Ref-ID': email.id,
        ...(email.unsubscribeUrl
          ? {
              'List-Unsubscribe': `<${email.unsubscribeUrl}>`,
              'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
              // groups complaints by shop at Gmail's postmaster tools without naming anybody
              'Feedback-ID': `${createHash('sha256').update(email.fromName).digest('hex').slice(0, 12)}:reprise:marketing:reprise`,
            }
          : {}),
      },
      encoding: 'utf-8',
      textEncoding: 'quoted-printable' as const,
      handover,
    };
    try {
      const info = await transport.sendMail(message);
      return { kind: 'sent', providerId: String(info.response ?? '').slice(0, 200) };
    } catch (error) {
      const failure = error as SmtpError & Error;
      const isHandedOver = handover.streams.some((stream) => stream.readableDidRead);
      const result = explainFailure(failure, isHandedOver);
      const isStale =
        !isHandedOver &&
        handover.streams.length > 0 &&
        !failure.responseCode &&
        (failure.code === 'ECONNECTION' || failure.code === 'ESOCKET');
      return { ...result, isStale };
    }
  }

  const lanes = pLimit(maxConnections);

  return {
    turn: (work) => lanes(work),
    async send(email) {
      let result = await trySend(email);
      if (result.kind === 'retry' && result.isStale) result = await trySend(email);
      const { isStale: _, ...answer } = result;
      if (answer.kind !== 'sent') log.warn({ messageId: email.id, ...answer }, 'e-mail was not sent');
      return answer as SendResult;
    },
    async close() {
      transport.close();
    },
  };
}
