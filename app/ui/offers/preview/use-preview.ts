import { useEffect, useRef, useState } from 'react';
import type { OfferInput } from '../../../features/offers/index.ts';
import type { PreviewPage } from './preview-page.ts';

/** What is asked: how would this draft be shown, to whom, where? */
export interface PreviewQuestion {
  input: OfferInput;
  locale: string;
  surface: PreviewPage['surface'];
  /** '' = the sample order */
  orderId: string;
  /** '' = the offer itself */
  arm: string;
}

export interface PreviewAnswer {
  page: PreviewPage;
  /** why it is shown for this order, or why not, in the merchant's language */
  because: string[];
  isShown: boolean;
}

/** The merchant types on; asked once they pause. */
const pauseMs = 250;

/** Asks the server how the draft is shown, again after each change; an older answer never replaces a newer one. */
export function usePreview(path: string, question: PreviewQuestion) {
  const [answer, setAnswer] = useState<PreviewAnswer | null>(null);
  const [hasFailed, setFailed] = useState(false);
  const isFirst = useRef(true);
  const body = JSON.stringify(question);
  useEffect(() => {
    const control = new AbortController();
    const timer = setTimeout(
      () => {
        fetch(path, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body,
          signal: control.signal,
        })
          .then(async (response) => {
            if (!response.ok) throw new Error(String(response.status));
            setAnswer((await response.json()) as PreviewAnswer);
            setFailed(false);
          })
          .catch(() => {
            if (!control.signal.aborted) setFailed(true);
          });
      },
      isFirst.current ? 0 : pauseMs,
    );
    isFirst.current = false;
    return () => {
      clearTimeout(timer);
      control.abort();
    };
  }, [path, body]);
  return { answer, hasFailed };
}
