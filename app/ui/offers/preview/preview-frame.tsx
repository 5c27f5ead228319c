import { useEffect, useRef, useState } from 'react';
import { frameDocument } from './frame-document.ts';
import type { FrameSays, PreviewPage } from './preview-page.ts';

interface Shown {
  run: number;
  html: string;
  isDrawn: boolean;
}

interface Props {
  page: PreviewPage;
  /** how wide the shopper's screen is, in CSS pixels */
  screen: number;
  title: string;
}

/**
 * The shopper's page, played in a frame that has no origin: it can read nothing of the admin's. Each change is played in a new
 * frame behind the old one, which gives way only when the new one is drawn, so that nothing flickers while the merchant types.
 */
export function PreviewFrame({ page, screen, title }: Props) {
  const scripts = useScript(page.surface);
  const [frames, setFrames] = useState<Shown[]>([]);
  const nextRun = useRef(1);
  const scroll = useRef<number | null>(null);
  const surface = useRef(page.surface);
  const [box, size] = useSize();

  useEffect(() => {
    if (!scripts) return;
    // Another page begins at its block; the same page stays where the merchant has scrolled to.
    if (surface.current !== page.surface) scroll.current = null;
    surface.current = page.surface;
    const run = nextRun.current++;
    const html = frameDocument(scripts, run, page, scroll.current);
    setFrames((before) => [
      ...before.filter((each) => each.isDrawn).slice(-1),
      { run, html, isDrawn: false },
    ]);
  }, [scripts, page]);

  useEffect(() => {
    const hear = ({ data }: MessageEvent<FrameSays | undefined>) => {
      if (data?.reprise === 'drawn') {
        setFrames((before) =>
          before.flatMap((each) => {
            if (each.run < data.run) return [];
            return each.run === data.run ? [{ ...each, isDrawn: true }] : [each];
          }),
        );
      }
      if (data?.reprise === 'scrolled') scroll.current = data.to;
    };
    window.addEventListener('message', hear);
    return () => window.removeEventListener('message', hear);
  }, []);

  const scale = size.width > 0 ? Math.min(1, size.width / screen) : 1;
  const hasDrawn = frames.some((each) => each.isDrawn);
  return (
    <div ref={box} className="preview-screen" data-is-waiting={!hasDrawn}>
      {frames.map(({ run, html, isDrawn }) => (
        <iframe
          key={run}
          title={title}
          srcDoc={html}
          sandbox="allow-scripts"
          aria-hidden={isDrawn ? undefined : true}
          tabIndex={isDrawn ? undefined : -1}
          style={{
            inlineSize: screen,
            blockSize: size.height / scale,
            transform: `scale(${scale})`,
            visibility: isDrawn || !hasDrawn ? 'visible' : 'hidden',
          }}
        />
      ))}
    </div>
  );
}

/** Read once for each page, from the browser's cache when the server has nothing newer. */
const scripts = new Map<string, Promise<string>>();

function useScript(surface: PreviewPage['surface']): string | null {
  const [script, setScript] = useState<{ surface: string; code: string } | null>(null);
  useEffect(() => {
    let isHere = true;
    let reading = scripts.get(surface);
    if (!reading) {
      reading = fetch(`/preview/${surface}.js`, { cache: 'no-cache' }).then((response) => {
        if (!response.ok) throw new Error(`preview: ${response.status}`);
        return response.text();
      });
      scripts.set(surface, reading);
      // What failed is asked for again next time.
      reading.catch(() => scripts.delete(surface));
    }
    reading.then(
      (code) => isHere && setScript({ surface, code }),
      () => {},
    );
    return () => {
      isHere = false;
    };
  }, [surface]);
  return script?.surface === surface ? script.code : null;
}

function useSize(): [React.RefObject<HTMLDivElement>, { width: number; height: number }] {
  const ref = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setSize({ width: entry.contentRect.width, height: entry.contentRect.height });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, size];
}
