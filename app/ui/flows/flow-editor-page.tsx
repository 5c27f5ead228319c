import { useFetcher, useNavigate } from '@remix-run/react';
import { useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Lift } from '../../features/experiments/index.ts';
import { paths } from '../../paths.ts';
import { LiftLine } from '../experiments/lift-line.tsx';
import { Figures } from '../figures.tsx';
import { useToast } from '../use-toast.ts';
import type { FlowDraft } from './flow-draft.ts';
import { type FlowData, FlowEditor } from './flow-editor.tsx';
import type { DraftAnswer } from './use-flow-editor.ts';
import { type VersionInWords, VersionsCard } from './versions-card.tsx';

export interface FlowPageData extends FlowData {
  results: { label: string; value: string }[];
  lift: Lift | null;
  versions: VersionInWords[];
}

/** What the page's action answers. */
type Answer =
  | { action: 'save'; outcome: DraftAnswer; at: number }
  | { action: 'activate' | 'pause' | 'archive' | 'move'; kind: string; at: number }
  | { action: 'duplicate'; copy: string | null; at: number };

/** The editor with its server: saves, switches, copies, and says what has happened. */
export function FlowEditorPage({ data }: { data: FlowPageData }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const toast = useToast();
  const fetcher = useFetcher<Answer>();
  const answer = fetcher.data;
  const self = paths.flow(data.id);
  const send = (body: { action: string; draft?: FlowDraft; version?: number }) =>
    fetcher.submit(JSON.parse(JSON.stringify(body)), {
      method: 'post',
      encType: 'application/json',
      action: self,
    });

  // biome-ignore lint/correctness/useExhaustiveDependencies: an answer is said once
  useEffect(() => {
    if (!answer) return;
    if (answer.action === 'save') {
      if (answer.outcome.kind === 'saved') toast(t('common:saved'));
    } else if (answer.action === 'duplicate') {
      toast(t('flow-pages:done.duplicate'));
      if (answer.copy) navigate(paths.flow(answer.copy));
    } else if (answer.kind === 'invalid') {
      toast(t('flow-pages:done.notComplete'), { isError: true });
    } else {
      toast(t(`flow-pages:done.${answer.action}`));
      if (answer.action === 'archive') navigate(paths.flows());
    }
  }, [answer]);

  const urls = useMemo(
    () => ({
      list: paths.flows(),
      people: paths.flowPeople(),
      try: paths.flowTry(data.id),
      messages: `${paths.messageLedger()}?flow=${encodeURIComponent(data.id)}&days=all`,
      preview: paths.flowPreview(),
      search: paths.offerProducts(),
      values: paths.ruleValues(),
      check: paths.ruleCheck(),
      explain: paths.offerExplain(),
    }),
    [data.id],
  );
  const isBusy = fetcher.state !== 'idle';
  return (
    <FlowEditor
      data={data}
      answer={answer?.action === 'save' ? answer.outcome : null}
      isBusy={isBusy}
      urls={urls}
      onSave={(draft, version) => send({ action: 'save', draft, version })}
      onAct={(action) => send({ action })}
      results={
        data.results.length > 0 ? (
          <>
            <Figures items={data.results} />
            {data.lift ? <LiftLine lift={data.lift} currency={data.shop.currency} /> : null}
          </>
        ) : null
      }
    >
      <VersionsCard versions={data.versions} isBusy={isBusy} onMove={() => send({ action: 'move' })} />
    </FlowEditor>
  );
}
