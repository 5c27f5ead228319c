import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FlowStep, LintContext } from '../../features/flows/index.ts';
import {
  changeStep,
  copyStep,
  type Direction,
  findStep,
  fits,
  idsIn,
  insertStep,
  moveStep,
  placeFor,
  readingOrder,
  removeStep,
  type StepPlace,
} from './edit-flow.ts';
import {
  type FlowDraft,
  type FlowPart,
  type PartProblem,
  problemsOf,
  withCopy,
  withoutOrphans,
} from './flow-draft.ts';
import { emptyText, newStep, newStepId, type StepKind } from './new-step.ts';
import { useHistory } from './use-flow-history.ts';
import { usePartFocus } from './use-part-focus.ts';

/** The draft as the server has it. */
export interface SavedDraft extends FlowDraft {
  draftVersion: number;
}

export type DraftAnswer =
  | { kind: 'saved'; draftVersion: number }
  | { kind: 'stale'; draftVersion: number }
  | { kind: 'invalid' };

interface Options {
  saved: SavedDraft;
  answer: DraftAnswer | null;
  context: LintContext;
  /** the languages that a new message begins with */
  languages: readonly string[];
  onSave(draft: FlowDraft, seenVersion: number): void;
}

const draftOf = ({ name, definition, contents }: FlowDraft): FlowDraft => ({ name, definition, contents });

/**
 * What the editor of a flow remembers: the draft with its way back, the version that it was read from, which part is open, and
 * what is to be said about it. That version moves on only when the draft is saved or replaced, never when the page reads itself
 * again: otherwise somebody else's change would be saved over in silence.
 */
export function useFlowEditor({ saved, answer, context, languages, onSave }: Options) {
  const { t } = useTranslation();
  const [start, setStart] = useState(() => draftOf(saved));
  const [seen, setSeen] = useState(saved.draftVersion);
  const history = useHistory(start);
  const { now: draft, change, latest } = history;
  const [open, setOpen] = useState<FlowPart | null>(null);
  const [quiet, setQuiet] = useState<ReadonlySet<FlowPart>>(new Set());
  const [hasTried, setTried] = useState(false);
  const [stale, setStale] = useState<number | null>(null);
  const [stash, setStash] = useState<FlowDraft | null>(null);
  const [said, announce] = useState('');
  const goTo = usePartFocus();
  const summary = useRef<HTMLDivElement>(null);
  const startText = useMemo(() => JSON.stringify(withoutOrphans(start)), [start]);
  const isDirty = draft !== start && JSON.stringify(withoutOrphans(draft)) !== startText;
  const sent = useRef(start);

  // A long flow is looked at when there is time; what is typed must not wait for it.
  const settled = useDeferredValue(draft);
  const problems = useMemo(() => problemsOf(settled, context), [settled, context]);
  const shown = useMemo(
    () => problems.filter(({ part }) => hasTried || !quiet.has(part)),
    [problems, quiet, hasTried],
  );

  const replaceWith = useCallback(
    (next: FlowDraft, version: number) => {
      setStart(next);
      history.reset(next);
      setSeen(version);
      setStale(null);
      setTried(false);
      setQuiet(new Set());
    },
    [history.reset],
  );

  useEffect(() => {
    if (!answer) return;
    setStale(answer.kind === 'stale' ? answer.draftVersion : null);
    if (answer.kind === 'saved') {
      setStart(sent.current);
      setSeen(answer.draftVersion);
      setTried(false);
      setStash(null);
    }
    if (answer.kind === 'invalid') setTried(true);
  }, [answer]);

  const changeSteps = useCallback(
    (next: (steps: FlowStep[], before: FlowDraft) => FlowStep[], about: string | null = null) =>
      change((before) => {
        const steps = next(before.definition.steps, before);
        return steps === before.definition.steps
          ? before
          : { ...before, definition: { ...before.definition, steps } };
      }, about),
    [change],
  );

  const insert = useCallback(
    (place: StepPlace, kind: StepKind) => {
      const { definition } = latest();
      const step = newStep(kind, newStepId(new Set(readingOrder(definition.steps))));
      const holder = place.parent === null ? null : findStep(definition.steps, place.parent);
      if (!fits(definition.steps, holder ? holder.depth + 1 : 0, step)) {
        announce(t('flow-pages:edit.noRoom'));
        return;
      }
      change((before) => ({
        ...before,
        definition: { ...before.definition, steps: insertStep(before.definition.steps, place, step) },
        contents:
          step.kind === 'send'
            ? {
                ...before.contents,
                [step.contentId]: Object.fromEntries(languages.map((language) => [language, emptyText])),
              }
            : before.contents,
      }));
      const part: FlowPart = `step:${step.id}`;
      // What was added before has been left now.
      setQuiet(new Set([part]));
      setOpen(part);
      announce(t('flow-pages:edit.added', { step: t(`flow-pages:kind.${kind}`) }));
      goTo(part, step.kind !== 'end');
    },
    [change, latest, languages, goTo, t],
  );

  const remove = useCallback(
    (id: string) => {
      const { definition } = latest();
      const order = readingOrder(definition.steps);
      const found = findStep(definition.steps, id);
      if (!found) return;
      const gone = new Set(idsIn(found.step));
      const at = order.indexOf(id);
      const next = order.slice(at).find((each) => !gone.has(each)) ?? order.slice(0, at).at(-1);
      changeSteps((steps) => removeStep(steps, id));
      setOpen((before) => (before?.startsWith('step:') && gone.has(before.slice(5)) ? null : before));
      announce(t('flow-pages:edit.removed', { step: t(`flow-pages:kind.${found.step.kind}`) }));
      goTo(next ? `step:${next}` : 'start');
    },
    [latest, changeSteps, goTo, t],
  );

  const move = useCallback(
    (id: string, direction: Direction) => {
      const { steps } = latest().definition;
      const to = placeFor(steps, id, direction);
      const found = findStep(steps, id);
      const holder = to?.parent ? findStep(steps, to.parent) : null;
      if (!to || !found || !fits(removeStep(steps, id), holder ? holder.depth + 1 : 0, found.step)) {
        announce(t('flow-pages:edit.noPlace'));
        return;
      }
      changeSteps((before) => moveStep(before, id, to));
      const order = readingOrder(latest().definition.steps);
      announce(
        t('flow-pages:edit.moved', {
          step: t(`flow-pages:kind.${found.step.kind}`),
          place: order.indexOf(id) + 1,
          count: order.length,
        }),
      );
      goTo(`step:${id}`);
    },
    [latest, changeSteps, goTo, t],
  );

  const duplicate = useCallback(
    (id: string) => {
      const { steps } = latest().definition;
      const found = findStep(steps, id);
      const taken = new Set(readingOrder(steps));
      if (!found || !fits(steps, found.depth, found.step)) {
        announce(t('flow-pages:edit.noRoom'));
        return;
      }
      const copy = copyStep(found.step, () => {
        const fresh = newStepId(taken);
        taken.add(fresh);
        return fresh;
      });
      change((before) => withCopy(before, copy, { ...found.place, index: found.place.index + 1 }));
      announce(t('flow-pages:edit.duplicated', { step: t(`flow-pages:kind.${found.step.kind}`) }));
      goTo(`step:${copy.id}`);
    },
    [latest, change, goTo, t],
  );

  return {
    draft,
    isDirty,
    seen,
    open,
    problems: shown,
    stale,
    stash,
    said,
    announce,
    summary,
    hasTried,
    canUndo: history.canUndo,
    canRedo: history.canRedo,
    goTo,
    insert,
    remove,
    move,
    duplicate,
    undo: useCallback(() => {
      history.undo();
      announce(t('flow-pages:edit.undone'));
    }, [history.undo, t]),
    redo: useCallback(() => {
      history.redo();
      announce(t('flow-pages:edit.redone'));
    }, [history.redo, t]),
    change,
    changeOne: useCallback(
      (id: string, next: (step: FlowStep) => FlowStep, about?: string) =>
        changeSteps((steps) => changeStep(steps, id, next), about ?? `step:${id}`),
      [changeSteps],
    ),
    toggle: useCallback(
      (part: FlowPart) => {
        const isOpening = open !== part;
        if (open) setQuiet((before) => new Set([...before].filter((each) => each !== open)));
        setOpen(isOpening ? part : null);
        goTo(part, isOpening);
      },
      [open, goTo],
    ),
    openAt: useCallback(
      (part: FlowPart) => {
        setQuiet(new Set());
        setOpen(part);
        goTo(part, true);
      },
      [goTo],
    ),
    /** Shows everything that is wrong, and leads there. */
    sayProblems: useCallback(() => {
      setTried(true);
      requestAnimationFrame(() => {
        summary.current?.scrollIntoView({ block: 'center' });
        summary.current?.focus({ preventScroll: true });
      });
    }, []),
    /** Saves the draft, over the version that it was read from or over a newer one. @returns whether it could be sent */
    save(version = seen): boolean {
      const clean = withoutOrphans(latest());
      if (problemsOf(clean, context).some(({ severity }) => severity === 'unreadable')) return false;
      sent.current = clean;
      onSave(clean, version);
      return true;
    },
    errors: (): PartProblem[] =>
      problemsOf(latest(), context).filter(({ severity }) => severity !== 'warning'),
    /** The other's draft takes the place of mine, which is kept aside. */
    takeTheirs() {
      setStash(latest());
      replaceWith(draftOf(saved), saved.draftVersion);
    },
    bringMineBack() {
      if (stash) change(() => stash);
      setStash(null);
    },
    reset: () => replaceWith(start, seen),
    replaceWith,
  };
}

export type FlowEditorState = ReturnType<typeof useFlowEditor>;
