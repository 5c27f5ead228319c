import type { PreviewPage } from '../preview-page.ts';
import { make } from './elements/base.ts';
import { sayIn } from './words.ts';

/** Colours and measures of Shopify's checkout as a shop has it before anybody styles it. */
const css = `
:root{--accent:#1773b0;--ink:#1f1f1f;--quiet:#5c5c5c;--paper:#fff;--wash:#f6f6f6;--wash-strong:#e9e9e9;--line:#d4d4d4;--line-soft:#dedede}
*,*::before,*::after{box-sizing:border-box}
html{background:#fff}
body{margin:0;color:var(--ink);font:14px/1.5 -apple-system,BlinkMacSystemFont,"Segoe UI",Roboto,Helvetica,Arial,sans-serif;-webkit-font-smoothing:antialiased}
.desk{display:grid;grid-template-columns:minmax(0,1fr);grid-template-rows:auto 1fr;min-block-size:100vh}
.left{padding:22px 20px 32px;display:grid;gap:18px;align-content:start;inline-size:100%;max-inline-size:37rem;margin-inline:auto}
.right{background:var(--wash);padding:14px 20px;border-block-end:1px solid var(--line-soft)}
.right .lines{display:none}
.shop{font-size:22px;font-weight:600;letter-spacing:-.01em;margin:0}
.hello{display:flex;gap:14px;align-items:center}
.hello svg{flex:none}
.hello h1{margin:0;font-size:21px;line-height:1.25;font-weight:600}
.quiet{margin:0;color:var(--quiet)}
.panel{border:1px solid var(--line-soft);border-radius:8px;padding:18px 20px;display:grid;gap:6px}
.panel h2{margin:0;font-size:16px;font-weight:600}
.steps{display:grid;grid-auto-flow:column;grid-auto-columns:1fr;gap:6px;margin:8px 0 0;padding:0;list-style:none;font-size:12px;color:var(--quiet)}
.steps li{border-block-start:4px solid var(--wash-strong);border-radius:2px;padding-block-start:6px}
.steps li.done{border-color:var(--accent);color:var(--ink)}
.facts{display:grid;grid-template-columns:1fr 1fr;gap:14px}
.facts i{display:block;block-size:9px;border-radius:5px;background:var(--wash-strong);margin-block-start:8px}
.facts i:last-child{inline-size:70%}
.lines{margin:0;padding:0;list-style:none}
.lines li{display:grid;grid-template-columns:56px minmax(0,1fr) auto;gap:14px;align-items:center}
.thumb{inline-size:56px;block-size:56px;border:1px solid var(--line-soft);border-radius:8px;background:#fff;overflow:hidden}
.thumb img{inline-size:100%;block-size:100%;object-fit:cover}
.total{display:flex;justify-content:space-between;margin:0;font-size:16px;font-weight:600}
.empty{margin:0;padding:18px 20px;border:1px dashed #8a8a8a;border-radius:8px;color:var(--quiet);text-align:center}
.block:focus-visible{outline:none}
:not(:defined){display:block}
@media (min-width:62rem){
.desk{grid-template:1fr/minmax(0,1.15fr) minmax(0,1fr)}
.left{padding:40px 44px;max-inline-size:39rem;margin-inline:auto 0;gap:20px}
.right{order:2;padding:40px 44px;border:0;border-inline-start:1px solid var(--line-soft)}
.right>*{max-inline-size:26rem}
.right .lines{display:grid;gap:14px;margin-block-end:18px}
}`;

const tick =
  '<svg width="46" height="46" viewBox="0 0 46 46" fill="none" stroke="#1773b0" stroke-width="2" aria-hidden="true"><circle cx="23" cy="23" r="21"/><path d="M14.500 23.500l6 6L32 18" stroke-linecap="round" stroke-linejoin="round"/></svg>';

/** Draws the page around the block as Shopify draws it. @returns the place of the block */
export function drawPage(page: PreviewPage): HTMLElement {
  const say = sayIn(page.locale);
  const { order } = page;
  document.head.append(make('style', {}, css));
  const cash = (amount: string) => {
    try {
      return new Intl.NumberFormat(page.locale, { style: 'currency', currency: order.currency }).format(
        Number(amount),
      );
    } catch {
      return `${amount} ${order.currency}`;
    }
  };
  const block = make('div', { class: 'block' });
  const left = make(
    'div',
    { class: 'left' },
    make('p', { class: 'shop' }, page.shop.name),
    ...(page.surface === 'thank-you' ? confirmation() : status()),
    block,
    details(),
  );
  const desk = make('div', { class: 'desk' }, summary(), left);
  document.body.append(desk);
  return block;

  function confirmation(): Node[] {
    const hello = make('div', { class: 'hello' });
    hello.innerHTML = tick;
    const title = order.firstName ? say('thanks', { name: order.firstName }) : say('thanksPlain');
    hello.append(
      make(
        'div',
        {},
        make('p', { class: 'quiet' }, say('confirmation', { number: confirmationNumber })),
        make('h1', {}, title),
      ),
    );
    return [
      hello,
      make(
        'section',
        { class: 'panel' },
        make('h2', {}, say('confirmed')),
        make('p', { class: 'quiet' }, say('confirmedText')),
      ),
    ];
  }

  function status(): Node[] {
    const states = ['placed', 'shipped', 'out-for-delivery', 'delivered'] as const;
    const reached = states.indexOf(order.parcel);
    const steps = states.map((state, at) => make('li', at <= reached ? { class: 'done' } : {}, say(state)));
    return [
      make('h1', { style: 'margin:0;font-size:21px' }, say('order', { name: order.name })),
      make(
        'section',
        { class: 'panel' },
        make('h2', {}, say(order.parcel)),
        make('ol', { class: 'steps' }, ...steps),
      ),
    ];
  }

  function details(): Node {
    const fact = (name: 'contact' | 'payment' | 'address') =>
      make('div', {}, make('span', { class: 'quiet' }, say(name)), make('i'), make('i'));
    return make(
      'section',
      { class: 'panel' },
      make('h2', {}, say('details')),
      make('div', { class: 'facts' }, fact('contact'), fact('payment'), fact('address')),
    );
  }

  function summary(): Node {
    const lines = order.lines.slice(0, 6).map((line) => {
      const thumb = make('div', { class: 'thumb' });
      if (line.imageUrl) thumb.append(make('img', { src: line.imageUrl, alt: '' }));
      const name = line.quantity > 1 ? `${line.quantity} × ${line.title}` : line.title;
      return make('li', {}, thumb, make('span', {}, name), make('span', {}, cash(line.price)));
    });
    return make(
      'aside',
      { class: 'right' },
      make('ul', { class: 'lines' }, ...lines),
      make('p', { class: 'total' }, make('span', {}, say('total')), make('span', {}, cash(order.total))),
    );
  }
}

/** Made up: only the look of one matters. */
export const confirmationNumber = 'RP7K2MX41';
