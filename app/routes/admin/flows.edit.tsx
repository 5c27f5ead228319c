import { type ActionFunctionArgs, json, type LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import {
  activateFlow,
  archiveFlow,
  createFlow,
  getFlow,
  moveRuns,
  pauseFlow,
  saveDraft,
} from '../../features/flows/index.server.ts';
import { FlowEditorPage, type FlowPageData } from '../../ui/flows/flow-editor-page.tsx';
import flowsCss from '../../ui/flows/flows.css?url';
import rulesCss from '../../ui/rules/rules.css?url';
import { adminContext } from '../../wiring/context.server.ts';
import { flowPageData } from './flows.editor.server.ts';

export const links = () => [
  { rel: 'stylesheet', href: flowsCss },
  { rel: 'stylesheet', href: rulesCss },
];

export async function loader(args: LoaderFunctionArgs) {
  const { ctx, locale, t } = await adminContext(args);
  const view = await getFlow(ctx, args.params.id ?? '');
  if (!view) throw new Response(null, { status: 404 });
  return json(await flowPageData(ctx, locale, t, view));
}

/** JSON: `{ action: 'save', draft, version }`, or activate, pause, archive, duplicate, move (those inside to the newest version). */
export async function action(args: ActionFunctionArgs) {
  const { ctx, t, by } = await adminContext(args);
  const id = args.params.id ?? '';
  const body = (await args.request.json()) as {
    action?: string;
    draft?: { name?: unknown; definition?: unknown; contents?: unknown };
    version?: unknown;
  };
  const at = Date.now();
  switch (body.action) {
    case 'save': {
      const { name, definition, contents } = body.draft ?? {};
      const input = { name: String(name ?? ''), definition, contents };
      const outcome = await saveDraft(ctx, id, input, Number(body.version) || 0);
      if (outcome.kind === 'unknown') throw new Response(null, { status: 404 });
      return json({ action: 'save' as const, outcome, at });
    }
    case 'activate':
      return json({ action: 'activate' as const, kind: (await activateFlow(ctx, id, await by())).kind, at });
    case 'pause':
      return json({ action: 'pause' as const, kind: (await pauseFlow(ctx, id)).kind, at });
    case 'archive':
      return json({ action: 'archive' as const, kind: (await archiveFlow(ctx, id)).kind, at });
    case 'move':
      return json({ action: 'move' as const, kind: (await moveRuns(ctx, id)).kind, at });
    case 'duplicate': {
      const view = await getFlow(ctx, id);
      if (!view) throw new Response(null, { status: 404 });
      const { definition, contents } = view.flow;
      const name = t('flow-pages:list.copyOf', { name: view.flow.name }).slice(0, 100);
      const copy = await createFlow(ctx, { name, definition, contents });
      return json({ action: 'duplicate' as const, copy: copy.kind === 'saved' ? copy.id : null, at });
    }
    default:
      throw new Response(null, { status: 400 });
  }
}

export default function EditFlow() {
  const data = useLoaderData<typeof loader>() as FlowPageData;
  return <FlowEditorPage key={data.id} data={data} />;
}
