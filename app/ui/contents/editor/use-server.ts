import { useFetcher, useNavigate } from '@remix-run/react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContentInput, ContentProblem } from '../../../features/content/index.ts';
import { paths } from '../../../paths.ts';
import { useToast } from '../../use-toast.ts';

type Saved =
  | { kind: 'saved'; version: number }
  | { kind: 'stale'; by: string | null; at: string; version: number }
  | { kind: 'invalid' | 'blocked'; problems: ContentProblem[] }
  | { kind: 'unknown' };

type Answer =
  | { action: 'save' | 'publish' | 'unpublish' | 'archive'; outcome: Saved }
  | { action: 'check'; problems: ContentProblem[] }
  | {
      action: 'test';
      outcome:
        | { kind: 'sent'; to: string }
        | { kind: 'no_address' | 'not_drawn' }
        | { kind: 'failed'; reason: string };
    };

export interface Stale {
  by: string | null;
  at: string;
  version: number;
}

/** The editor's talk with its server: saving, publishing, a test, the links; and who was faster. */
export function useServer(
  id: string,
  start: { version: number; publishedVersion: number | null },
  onSaved: (input: ContentInput) => void,
) {
  const { t } = useTranslation();
  const toast = useToast();
  const navigate = useNavigate();
  const [known, setKnown] = useState(start);
  const [stale, setStale] = useState<Stale | null>(null);
  const [problems, setProblems] = useState<ContentProblem[]>([]);
  const [sent, setSent] = useState<ContentInput | null>(null);
  const save = useFetcher<Answer>();
  const test = useFetcher<Answer>();
  const check = useFetcher<Answer>();
  const post = { method: 'post', encType: 'application/json', action: paths.content(id) } as const;

  // biome-ignore lint/correctness/useExhaustiveDependencies: an answer is heard once
  useEffect(() => {
    const answer = save.data;
    if (!answer || answer.action === 'test' || answer.action === 'check') return;
    const { action, outcome } = answer;
    setStale(outcome.kind === 'stale' ? outcome : null);
    setProblems('problems' in outcome ? outcome.problems : []);
    if (outcome.kind === 'blocked') toast(t('contents:editor.blocked'), { isError: true });
    if (outcome.kind === 'invalid' || outcome.kind === 'unknown') {
      toast(t('contents:editor.notSaved'), { isError: true });
    }
    if (outcome.kind !== 'saved') return;
    const { version } = outcome;
    setKnown((before) => ({
      version,
      publishedVersion: action === 'publish' ? version : action === 'save' ? before.publishedVersion : null,
    }));
    toast(t(action === 'save' ? 'common:saved' : `contents:done.${action}`));
    if (action === 'archive') navigate(paths.contents());
    else if (sent) onSaved(sent);
  }, [save.data]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: an answer is heard once
  useEffect(() => {
    const answer = test.data;
    if (answer?.action !== 'test') return;
    const { outcome } = answer;
    if (outcome.kind === 'sent') toast(t('messages:kindPage.testSent', { to: outcome.to }));
    if (outcome.kind === 'no_address') toast(t('messages:kindPage.testNoAddress'), { isError: true });
    if (outcome.kind === 'not_drawn') toast(t('contents:editor.notDrawn'), { isError: true });
    if (outcome.kind === 'failed') {
      toast(t('messages:kindPage.testFailed', { reason: outcome.reason }), { isError: true });
    }
  }, [test.data]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: an answer is heard once
  useEffect(() => {
    if (check.data?.action !== 'check') return;
    setProblems(check.data.problems);
    toast(t('contents:editor.linksChecked'));
  }, [check.data]);

  return {
    ...known,
    stale,
    /** what the last answer has found beyond the preview: dead links, what stood in the way */
    problems,
    isSaving: save.state !== 'idle',
    isTesting: test.state !== 'idle',
    isChecking: check.state !== 'idle',
    /** over `version`, where somebody else was faster and the writer wants to go on */
    send(action: 'save' | 'publish' | 'unpublish' | 'archive', input: ContentInput, version = known.version) {
      setSent(action === 'save' || action === 'publish' ? input : null);
      save.submit(JSON.parse(JSON.stringify({ action, input, version })), post);
    },
    sendTest: (input: ContentInput, language: string, orderId: string) =>
      test.submit(JSON.parse(JSON.stringify({ action: 'test', input, language, orderId })), post),
    checkLinks: () => check.submit({ action: 'check' }, post),
    forget: () => setProblems([]),
    take(version: number, publishedVersion: number | null) {
      setKnown({ version, publishedVersion });
      setStale(null);
    },
  };
}
