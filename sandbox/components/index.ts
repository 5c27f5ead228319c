/** Registers all look-alike components and their colours. Runs once, in the page that shows an extension. */
import { registerActions } from './actions.ts';
import { registerChoices } from './choices.ts';
import { registerCopy } from './copy.ts';
import { registerFeedback } from './feedback.ts';
import { registerFields } from './fields.ts';
import { registerForms } from './forms.ts';
import { registerLayout } from './layout.ts';
import { registerMedia } from './media.ts';
import { registerOverlays } from './overlays.ts';

const colours = new CSSStyleSheet();
colours.replaceSync(`:root{--s-accent:#1773b0;--s-accent-deep:#105989;--s-ink:#1c1c1c;--s-quiet:#5f5f5f;--s-paper:#fff;--s-wash:#f5f5f5;--s-wash-strong:#e3e3e3;--s-line:#dadada;--s-line-soft:#dedede;--s-line-field:#949494;--s-critical:#c0251b;--s-success:#1b7a43;--s-warning:#8a5a00;--s-info:#1773b0}
html{background:transparent;color-scheme:light}body{margin:0;font:14px/1.45 -apple-system,BlinkMacSystemFont,"Segoe UI",Roboto,Helvetica,Arial,sans-serif;color:var(--s-ink);-webkit-font-smoothing:antialiased;overflow-wrap:anywhere}`);
document.adoptedStyleSheets = [...document.adoptedStyleSheets, colours];

registerLayout();
registerCopy();
registerActions();
registerMedia();
registerFeedback();
registerFields();
registerChoices();
registerOverlays();
registerForms();
