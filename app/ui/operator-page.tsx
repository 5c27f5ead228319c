import type { ReactNode } from 'react';

const css = `
:root { color-scheme: light dark; }
body { margin: 0; font: 15px/1.5 system-ui, sans-serif; color: #1c2126; background: #f6f7f8; }
main { max-width: 68rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { font-size: 1.5rem; margin: 0 0 1rem; }
h2 { font-size: 1.1rem; margin: 2.2rem 0 0.3rem; }
p { margin: 0.3rem 0 0.8rem; max-width: 60ch; }
.scroll { overflow-x: auto; border: 1px solid #d5d9dd; border-radius: 10px; background: #fff; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: 0.55rem 0.8rem; border-top: 1px solid #e4e7ea; }
thead th { border-top: 0; font-size: 0.8rem; color: #55606b; white-space: nowrap; }
td.wrap { min-width: 16rem; }
a { color: #0b5cab; }
button { font: inherit; padding: 0.35rem 0.9rem; border: 1px solid #9aa4ad; border-radius: 8px; background: #fff; color: inherit; cursor: pointer; white-space: nowrap; }
button.first { background: #0b5cab; border-color: #0b5cab; color: #fff; }
a:focus-visible, button:focus-visible, pre:focus-visible { outline: 3px solid #f0a000; outline-offset: 2px; }
.note { border-left: 4px solid #2f7d4f; background: #e9f5ee; padding: 0.6rem 0.9rem; border-radius: 6px; max-width: none; }
.quiet { color: #55606b; }
pre { background: #fff; border: 1px solid #d5d9dd; border-radius: 10px; padding: 1rem; overflow: auto; max-height: 70vh; font-size: 13px; white-space: pre-wrap; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.2rem 1.2rem; }
dt { color: #55606b; } dd { margin: 0; overflow-wrap: anywhere; }
@media (prefers-color-scheme: dark) {
  body { color: #e7eaed; background: #16191c; }
  .scroll, pre, button { background: #1e2226; border-color: #3a4148; }
  th, td { border-color: #30363c; }
  thead th, .quiet, dt { color: #a3adb6; }
  a { color: #7fb7f0; } .note { background: #1c3226; }
}
`;

/** The frame of the operator's pages: plain HTML that works without scripts, light or dark, on a phone too. */
export function OperatorPage({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main>
      {/* biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of ours; React would escape the quotes in it */}
      <style dangerouslySetInnerHTML={{ __html: css }} />
      <h1>{title}</h1>
      {children}
    </main>
  );
}
