/**
 * Runs inside the preview's frame, before the extension's own bundle (the very one that is deployed): gives it the `shopify`
 * global of its page, look-alike `s-*` elements and our server's answers, and draws the page around it.
 */
import type { FrameSays, PreviewPage } from '../preview-page.ts';
import { answerCalls } from './answer-calls.ts';
import { drawPage } from './draw-page.ts';
import { defineActions } from './elements/actions.ts';
import { make } from './elements/base.ts';
import { defineCopy } from './elements/copy.ts';
import { defineFields } from './elements/fields.ts';
import { defineLayout } from './elements/layout.ts';
import { shopifyApi, targets } from './shopify-api.ts';
import type { Dictionary } from './translate.ts';

/** Put in front of this script by scripts/build-preview.ts. */
declare const REPRISE_WORDS: Record<string, Dictionary>;

const given = JSON.parse(document.getElementById('given')?.textContent ?? 'null') as {
  run: number;
  page: PreviewPage;
  /** where the merchant had scrolled to; null: nowhere yet */
  scroll: number | null;
} | null;

if (given) start(given.run, given.page, given.scroll);

function start(run: number, page: PreviewPage, scroll: number | null): void {
  document.documentElement.lang = page.locale;
  document.title = page.shop.name;
  defineLayout();
  defineCopy();
  defineActions();
  defineFields();
  window.fetch = answerCalls(page);
  const api = shopifyApi(page, REPRISE_WORDS);
  const place = drawPage(page);
  const tell = (says: FrameSays) => window.parent.postMessage(says, '*');

  Object.defineProperty(globalThis, 'shopify', {
    value: {
      ...api,
      reload: () => {},
      extend(target: string, begin: (api: unknown) => unknown) {
        if (target !== targets[page.surface]) return;
        // The bundle draws into the document's body, because Shopify gives it a document of its own.
        Object.defineProperty(document, 'body', { get: () => place });
        void Promise.resolve(begin(api)).then(settle);
      },
    },
  });

  const tellScroll = () => tell({ reprise: 'scrolled', run, to: window.scrollY });

  /** Where the whole block is in sight, or its beginning when it is taller than the screen. */
  function placeOfBlock(): number {
    const { top, bottom } = place.getBoundingClientRect();
    return Math.max(0, Math.min(bottom - window.innerHeight + 16, top - 64));
  }

  /** The skeleton gives way within a few turns; then the page is worth looking at. */
  function settle(): void {
    if (page.answer.offers.length === 0 && !page.answer.referral) {
      place.append(make('p', { class: 'empty' }, page.empty));
    }
    let turns = 0;
    const look = () => {
      turns += 1;
      const isWaiting = place.querySelector('s-skeleton-paragraph') !== null;
      if (isWaiting && turns < 60) requestAnimationFrame(look);
      else {
        window.scrollTo(0, scroll ?? placeOfBlock());
        tell({ reprise: 'drawn', run });
        for (const means of ['wheel', 'touchmove', 'keydown', 'pointerdown']) {
          window.addEventListener(means, () => window.addEventListener('scroll', tellScroll), { once: true });
        }
      }
    };
    // A frame that is not painted yet may get no animation frames: time counts as well.
    setTimeout(look, 0);
  }
}
