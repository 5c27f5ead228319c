import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';
import PostalMime from 'postal-mime';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterEach, describe, expect, it } from 'vitest';
import type { OutgoingEmail } from '../../app/platform/channels/port.ts';
import { createSmtpChannel, explainFailure } from '../../app/platform/channels/smtp.server.ts';
import { createLogger } from '../../app/platform/log/log.server.ts';

const log = createLogger('silent', 'test');
const closers: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const email: OutgoingEmail = {
  id: 'msg_0123456789abcdef01234567',
  to: 'ada@example.com',
  fromName: 'Bär & Söhne',
  subject: 'Vielen Dank für Ihre Bestellung 🎉',
  html: '<p>Grüße</p>',
  text: 'Grüße',
};

function channel(port: number, answerMs = 2_000) {
  const made = createSmtpChannel({
    url: `smtp://127.0.0.1:${port}`,
    from: 'Reprise <post@shop.example>',
    log,
    timeouts: { connectMs: 2_000, answerMs },
  });
  closers.push(() => made.close());
  return made;
}

async function smtpServer(options: SMTPServerOptions = {}): Promise<{ port: number; accepted: Buffer[] }> {
  const accepted: Buffer[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, _session, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        accepted.push(Buffer.concat(parts));
        done(null, 'queued as 1');
      });
    },
    ...options,
  });
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => new Promise<void>((resolve) => server.close(resolve)));
  return { port: (server.server.address() as AddressInfo).port, accepted };
}

/** A server that speaks SMTP line by line as told, for the moments a polite one never shows. */
async function scriptedServer(
  answer: (line: string, socket: Socket, connection: number) => string | null,
): Promise<{ port: number; messages: () => number }> {
  let connections = 0;
  let messages = 0;
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    connections += 1;
    const number = connections;
    sockets.add(socket);
    socket.on('error', () => {});
    socket.write('220 test\r\n');
    let isData = false;
    let buffer = '';
    socket.on('data', (chunk) => {
      buffer += chunk.toString('latin1');
      for (;;) {
        const end = buffer.indexOf('\r\n');
        if (end < 0) return;
        const line = buffer.slice(0, end);
        buffer = buffer.slice(end + 2);
        if (isData && line !== '.') continue;
        if (line === '.') messages += 1;
        isData = false;
        const reply = answer(line, socket, number);
        if (reply?.startsWith('354')) isData = true;
        if (reply !== null && !socket.destroyed) socket.write(`${reply}\r\n`);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  });
  return { port: (server.address() as AddressInfo).port, messages: () => messages };
}

const polite = (line: string): string =>
  line.startsWith('DATA')
    ? '354 go on'
    : line === '.'
      ? '250 queued'
      : line.startsWith('QUIT')
        ? '221 bye'
        : '250 ok';

describe('e-mail channel over SMTP', () => {
  it('sends one message with our id, the sender and both parts', async () => {
    const { port, accepted } = await smtpServer();
    expect(await channel(port).send(email)).toEqual({
      kind: 'sent',
      providerId: expect.stringMatching(/^250/),
    });
    expect(accepted).toHaveLength(1);
    const parsed = await PostalMime.parse(accepted[0]!);
    expect(parsed.messageId).toBe('<msg_0123456789abcdef01234567@shop.example>');
    expect(parsed.from).toMatchObject({ name: 'Bär & Söhne', address: 'post@shop.example' });
    expect(parsed.to).toEqual([{ name: '', address: 'ada@example.com' }]);
    expect(parsed.subject).toBe(email.subject);
    expect(parsed.html?.trim()).toBe(email.html);
    expect(parsed.text?.trim()).toBe(email.text);
    const header = (name: string) => parsed.headers.find(({ key }) => key === name)?.value;
    expect(header('auto-submitted')).toBe('auto-generated');
    expect(header('list-unsubscribe')).toBeUndefined();
    expect(header('list-unsubscribe-post')).toBeUndefined();
  });

  it('adds one-click unsubscribe (RFC 8058) with exactly one HTTP address', async () => {
    const { port, accepted } = await smtpServer();
    const unsubscribeUrl = `https://app.example/unsubscribe/msg_0123456789abcdef01234567/${'s'.repeat(32)}?${'x'.repeat(200)}`;
    await channel(port).send({ ...email, unsubscribeUrl });
    const parsed = await PostalMime.parse(accepted[0]!);
    const values = parsed.headers
      .filter(({ key }) => key.startsWith('list-'))
      .map(({ key, value }) => [key, value]);
    expect(values).toEqual([
      ['list-unsubscribe', `<${unsubscribeUrl}>`],
      ['list-unsubscribe-post', 'List-Unsubscribe=One-Click'],
    ]);
  });

  it('cannot be made to add headers or recipients by what a merchant or buyer typed', async () => {
    const { port, accepted } = await smtpServer();
    const result = await channel(port).send({
      ...email,
      fromName: 'Shop\r\nBcc: victim@example.com',
      subject: 'Hi\r\nBcc: victim@example.com',
      to: 'ada@example.com',
    });
    expect(result.kind).toBe('sent');
    const parsed = await PostalMime.parse(accepted[0]!);
    expect(parsed.bcc ?? []).toEqual([]);
    expect(accepted[0]!.toString()).not.toMatch(/^Bcc:/im);
  });

  it('reuses connections and sends many at once, each exactly once', async () => {
    const { port, accepted } = await smtpServer();
    const mail = channel(port);
    const results = await Promise.all(
      Array.from({ length: 40 }, (_, i) => mail.send({ ...email, id: `msg_${String(i).padStart(24, '0')}` })),
    );
    expect(results.every(({ kind }) => kind === 'sent')).toBe(true);
    const ids = await Promise.all(accepted.map(async (raw) => (await PostalMime.parse(raw)).messageId));
    expect(new Set(ids).size).toBe(40);
    expect(ids).toHaveLength(40);
  });

  it('refused connection: retry', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    expect(await channel(port).send(email)).toMatchObject({ kind: 'retry' });
  });

  it('greylisting at RCPT TO: retry, and the answer names nobody', async () => {
    const { port, accepted } = await smtpServer({
      onRcptTo(address, _session, done) {
        done(Object.assign(new Error(`Greylisted ${address.address}`), { responseCode: 451 }));
      },
    });
    const result = await channel(port).send(email);
    expect(result).toMatchObject({ kind: 'retry', reason: expect.stringContaining('451') });
    expect(JSON.stringify(result)).not.toContain('ada@example.com');
    expect(accepted).toHaveLength(0);
  });

  it.each([
    ['MAIL FROM', 'MAIL'],
    ['RCPT TO', 'RCPT'],
    ['DATA', 'DATA'],
    ['the message', '.'],
  ])('5xx to %s: rejected', async (_name, command) => {
    const { port } = await scriptedServer((line) => (line.startsWith(command) ? '550 no' : polite(line)));
    expect(await channel(port).send(email)).toMatchObject({ kind: 'rejected' });
  });

  it.each([
    ['MAIL FROM', 'MAIL'],
    ['RCPT TO', 'RCPT'],
    ['DATA', 'DATA'],
    ['the message', '.'],
  ])('4xx to %s: retry', async (_name, command) => {
    const { port } = await scriptedServer((line) => (line.startsWith(command) ? '450 later' : polite(line)));
    expect(await channel(port).send(email)).toMatchObject({ kind: 'retry' });
  });

  it('a server that wants a login first: retry, since no address is at fault', async () => {
    const { port } = await scriptedServer((line) =>
      line.startsWith('MAIL') ? '530 authentication required' : polite(line),
    );
    expect(await channel(port).send(email)).toMatchObject({ kind: 'retry' });
  });

  it('connection lost before the message was handed over: retry', async () => {
    const { port, messages } = await scriptedServer((line, socket) => {
      if (line.startsWith('RCPT')) socket.resetAndDestroy();
      return polite(line);
    });
    expect(await channel(port).send(email)).toMatchObject({ kind: 'retry' });
    expect(messages()).toBe(0);
  });

  it('silence before the message was handed over: retry', async () => {
    const { port } = await scriptedServer((line) => (line.startsWith('RCPT') ? null : polite(line)));
    expect(await channel(port, 300).send(email)).toMatchObject({ kind: 'retry' });
  });

  it('accepted, then the connection is lost: unknown, and it is not sent a second time', async () => {
    const { port, messages } = await scriptedServer((line, socket) => {
      if (line !== '.') return polite(line);
      socket.resetAndDestroy();
      return null;
    });
    expect(await channel(port).send(email)).toMatchObject({ kind: 'unknown' });
    expect(messages()).toBe(1);
  });

  it('silence after the message was handed over: unknown, once', async () => {
    const { port, messages } = await scriptedServer((line) => (line === '.' ? null : polite(line)));
    expect(await channel(port, 300).send(email)).toMatchObject({ kind: 'unknown' });
    expect(messages()).toBe(1);
  });

  it('a pooled connection that died in between is replaced at once', async () => {
    const { port, messages } = await scriptedServer((line, socket, connection) => {
      if (connection === 1 && messages() === 1 && line.startsWith('MAIL')) {
        socket.resetAndDestroy();
        return null;
      }
      return polite(line);
    });
    const mail = channel(port);
    expect(await mail.send(email)).toMatchObject({ kind: 'sent' });
    expect(await mail.send({ ...email, id: 'msg_1' })).toMatchObject({ kind: 'sent' });
    expect(messages()).toBe(2);
  });

  it('an address that is none is rejected without asking the server', async () => {
    const { port, accepted } = await smtpServer();
    expect(await channel(port).send({ ...email, to: 'not an address' })).toMatchObject({ kind: 'rejected' });
    expect(accepted).toHaveLength(0);
  });

  it('goes on after a failure', async () => {
    let tries = 0;
    const { port, messages } = await scriptedServer((line) => {
      if (line.startsWith('RCPT') && tries++ === 0) return '550 no such user';
      return polite(line);
    });
    const mail = channel(port);
    expect((await mail.send(email)).kind).toBe('rejected');
    expect((await mail.send({ ...email, id: 'msg_2' })).kind).toBe('sent');
    expect(messages()).toBe(1);
  });

  it('never calls something certain that is not', () => {
    expect(explainFailure({ code: 'ETIMEDOUT' }, true).kind).toBe('unknown');
    expect(explainFailure({ code: 'ECONNECTION', responseCode: 421 }, true).kind).toBe('unknown');
    expect(explainFailure({ code: 'ETIMEDOUT' }, false).kind).toBe('retry');
  });
});
