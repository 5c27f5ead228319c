import { createText } from '../../platform/text/text.server.ts';
import { defaultContent } from './default-content.server.ts';
import { type Drawing, type DrawnMail, drawMail } from './draw-content.server.tsx';
import type { TemplateName } from './templates.ts';
import type { ContentVars } from './vars.ts';

/** Draws a ready content as it is, for tests. @throws Error when it cannot be drawn */
export function drawContentForTest(
  template: TemplateName,
  vars: ContentVars,
  look: Pick<Drawing, 't' | 'brand' | 'locale' | 'timezone' | 'unsubscribeUrl' | 'preferencesUrl'>,
): DrawnMail {
  const outcome = drawMail({
    content: defaultContent(createText(), template, look.locale),
    language: look.locale,
    vars,
    products: new Map(),
    appUrl: 'https://app.example',
    ...look,
  });
  if (outcome.kind === 'wrong') throw new Error(JSON.stringify(outcome.problem));
  return outcome.mail;
}
