import { type ActionFunctionArgs, json, type LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { Page } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import { saveOffer } from '../../features/offers/index.server.ts';
import { paths } from '../../paths.ts';
import { type EditorData, EditorPage } from '../../ui/offers/editor/editor-page.tsx';
import { type TemplateCard, TemplateGallery } from '../../ui/offers/list/template-gallery.tsx';
import offersCss from '../../ui/offers/offers.css?url';
import rulesCss from '../../ui/rules/rules.css?url';
import { adminContext } from '../../wiring/context.server.ts';
import { editorData } from './offers.editor.server.ts';
import { newOfferInput, templateCards } from './offers.templates.server.ts';

export const links = () => [
  { rel: 'stylesheet', href: offersCss },
  { rel: 'stylesheet', href: rulesCss },
];

/** The ready offers; with `?template=` the editor, filled with one (or, for `blank`, with nothing). */
export async function loader(args: LoaderFunctionArgs) {
  const { ctx, locale, t } = await adminContext(args);
  const template = new URL(args.request.url).searchParams.get('template');
  if (template === null) return json({ templates: templateCards(ctx, locale, t), editor: null });
  const editor = await editorData(ctx, locale, t, { input: newOfferInput(ctx, t, template) });
  return json({ templates: null, editor });
}

/** JSON: `{ action: 'save', input }`. */
export async function action(args: ActionFunctionArgs) {
  const { ctx, by } = await adminContext(args);
  const body = (await args.request.json()) as { input?: unknown };
  const outcome = await saveOffer(ctx, null, body.input, 0, await by());
  if (outcome.kind === 'unknown') throw new Response(null, { status: 404 });
  return json({ action: 'save' as const, outcome });
}

export default function NewOffer() {
  const data = useLoaderData<typeof loader>() as
    | { templates: TemplateCard[]; editor: null }
    | { templates: null; editor: EditorData };
  const { t } = useTranslation();
  if (data.editor) return <EditorPage data={data.editor} />;
  return (
    <Page
      title={t('offers:gallery.title')}
      subtitle={t('offers:gallery.text')}
      backAction={{ content: t('offers:edit.back'), url: paths.offers() }}
    >
      <TemplateGallery
        templates={data.templates}
        pathTo={(template) => `${paths.newOffer()}?template=${template}`}
        hasTitle={false}
      />
    </Page>
  );
}
