import type { AddressInfo, Socket } from 'node:net';
import PostalMime from 'postal-mime';
import type { SMTPServerSession } from 'smtp-server';
import { SMTPServer } from 'smtp-server';
import type { Fault, Faults } from '../control/faults.ts';
import type { Store } from '../store/store.ts';
import { fileMessage } from './outbox.ts';

export type SmtpEnd = { port: number; stop(): Promise<void> };

const smtpError = (responseCode: number, message: string) =>
  Object.assign(new Error(message), { responseCode });

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** A mail server that takes everything for everybody and delivers it to the mailbox, unless a fault is waiting. */
export async function startSmtp(deps: { store: Store; faults: Faults; port: number }): Promise<SmtpEnd> {
  const faultOf = new WeakMap<SMTPServerSession, Fault>();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    size: 25 * 1024 * 1024,
    disableReverseLookup: true,
    onAuth: (_auth, _session, done) => done(null, { user: 'anybody' }),
    onMailFrom(_address, session, done) {
      const fault = deps.faults.take('smtp');
      if (fault === null) return done();
      faultOf.set(session, fault);
      if (fault.mode === 'refuse') return done(smtpError(421, '4.3.2 Service not available'));
      if (fault.mode === 'throttle') return done(smtpError(451, '4.7.1 Too many messages, slow down'));
      if (fault.mode !== 'timeout') return done();
      if (fault.ms !== undefined) void wait(fault.ms).then(() => socketOf(session)?.destroy());
    },
    onData(stream, session, done) {
      const fault = faultOf.get(session) ?? null;
      faultOf.delete(session);
      if (fault?.mode === 'reset') {
        socketOf(session)?.resetAndDestroy();
        return;
      }
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        receive(Buffer.concat(chunks), session, fault).then(
          (isAnswered) => (isAnswered ? done() : undefined),
          (error: Error) => done(error),
        );
      });
    },
  });

  function socketOf(session: SMTPServerSession): Socket | null {
    const connections = (
      server as unknown as { connections: Set<{ session: SMTPServerSession; _socket: Socket }> }
    ).connections;
    for (const connection of connections) if (connection.session.id === session.id) return connection._socket;
    return null;
  }

  async function receive(raw: Buffer, session: SMTPServerSession, fault: Fault | null): Promise<boolean> {
    if (fault?.mode === 'server-error') throw smtpError(451, '4.3.0 Local error in processing');
    if (fault?.mode === 'slow') await wait(fault.ms ?? 3000);
    const mail = await PostalMime.parse(raw);
    const headers: Record<string, string> = {};
    for (const { key, originalKey, value } of mail.headers) {
      headers[originalKey ?? key] = value;
      headers[key] = value;
    }
    const sender = mail.from;
    const address = sender?.address ?? '';
    for (const { address: to } of session.envelope.rcptTo) {
      fileMessage(deps.store, {
        channel: 'email',
        from: sender?.name ? `${sender.name} <${address}>` : address,
        to,
        subject: mail.subject ?? null,
        html: mail.html ?? null,
        text: mail.text ?? null,
        headers,
      });
    }
    if (fault?.mode !== 'accept-then-drop') return true;
    socketOf(session)?.resetAndDestroy();
    return false;
  }

  server.on('error', () => undefined);
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(deps.port, '127.0.0.1', () => resolve());
  });
  const { port } = server.server.address() as AddressInfo;
  return {
    port,
    stop: () =>
      new Promise((resolve) => {
        const force = setTimeout(resolve, 500);
        server.close(() => {
          clearTimeout(force);
          resolve();
        });
      }),
  };
}
