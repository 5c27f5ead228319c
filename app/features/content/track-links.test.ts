import { describe, expect, it } from 'vitest';
import { createVault } from '../../platform/vault/vault.server.ts';
import { trackLinks, trackWords } from './index.server.ts';

const vault = createVault([{ id: 'k1', key: Buffer.alloc(32, 7) }]);
const ctx = { linkUrl: 'https://links.example', vault };
const page = (body: string) => `<!DOCTYPE html><html><body>${body}</body></html>`;
const order = 'https://shop.example/orders/1?key=a&b=c';

describe('links of a mail', () => {
  const unsubscribe = 'https://links.example/unsubscribe/1/2';
  const html = page(
    `<a href="https://shop.example">Shop</a><a href="https://shop.example/orders/1?key=a&amp;b=c">Order</a>` +
      `<a href="https://shop.example">again</a><a href="https://app.example/r/ADA">https://app.example/r/ADA</a>` +
      `<a href="${unsubscribe}">Stop</a><img src="https://cdn.example/a.png">`,
  );
  const tracked = trackLinks(ctx, 'msg_1', html, new Set([order]), [unsubscribe, null]);

  it('lead through us, each once, in HTML and in text', () => {
    expect(tracked.links).toEqual([
      { url: 'https://shop.example', isPersonal: false },
      { url: order, isPersonal: true },
    ]);
    const first = `https://links.example/go/msg_1/0/${vault.sign('go', 'msg_1.0')}`;
    expect(tracked.html.split(`href="${first}"`)).toHaveLength(3);
    expect(tracked.html).toContain(`href="https://links.example/go/msg_1/1/${vault.sign('go', 'msg_1.1')}"`);
    expect(tracked.html).not.toContain('href="https://shop.example');
    expect(tracked.text).toContain(`Shop (${first})`);
  });

  it('stay as they are where they unsubscribe, are to be copied, or are pictures', () => {
    expect(tracked.html).toContain(`href="${unsubscribe}"`);
    expect(tracked.html).toContain('href="https://app.example/r/ADA"');
    expect(tracked.html).toContain('src="https://cdn.example/a.png"');
  });
});

it('addresses in words for a phone lead through us, without the full stop after them', () => {
  const { words, links } = trackWords(
    ctx,
    'msg_2',
    `Here: ${order}. Or https://shop.example/a!`,
    new Set([order]),
  );
  expect(links).toEqual([
    { url: order, isPersonal: true },
    { url: 'https://shop.example/a', isPersonal: false },
  ]);
  expect(words).toBe(
    `Here: https://links.example/go/msg_2/0/${vault.sign('go', 'msg_2.0')}. ` +
      `Or https://links.example/go/msg_2/1/${vault.sign('go', 'msg_2.1')}!`,
  );
});
