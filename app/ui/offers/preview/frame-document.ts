import type { PreviewPage } from './preview-page.ts';

/**
 * The document of the preview's frame: the page as data, then the script that plays it. The script stands in it as text, because
 * the frame has no origin of its own and could load nothing that needs one.
 */
export function frameDocument(script: string, run: number, page: PreviewPage, scroll: number | null): string {
  // Neither data nor script may end its own element.
  const data = JSON.stringify({ run, page, scroll }).replaceAll('<', '\\u003c');
  const code = script.replaceAll('</script', '<\\/script');
  return `<!doctype html><html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${run}</title></head><body><script type="application/json" id="given">${data}</script><script>${code}</script></body></html>`;
}
