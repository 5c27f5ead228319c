import { useCallback, useDeferredValue, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type OfferInput, type Problems, readOfferInput } from '../../../features/offers/index.ts';

export interface OfferForm {
  input: OfferInput;
  isDirty: boolean;
  set(patch: Partial<OfferInput>): void;
  /** for a change that depends on what is there */
  change(next: (before: OfferInput) => OfferInput): void;
  setTexts(locale: string, patch: Partial<OfferInput['texts'][string]> | null): void;
  /** what is wrong with a field, in words; false while nobody has touched it, or when it is right */
  problem(field: string): string | false;
  /** everything that is wrong and to be said now, field by field */
  problems: { field: string; words: string }[];
  /** the same in one text: another text, other problems */
  problemKey: string;
  /** the reader has been in this field */
  touch(field: string): void;
  /** everything is to be said now; true when there is nothing to say */
  check(): boolean;
  /** what the server found, which a browser cannot know */
  setServerProblems(problems: Problems): void;
  reset(to?: OfferInput): void;
}

const noTexts = { title: '', text: '', button: '' };
const noProblems: Problems = {};

function problemsOf(input: OfferInput, currency: string): Problems {
  const read = readOfferInput(input, { currency }, new Date());
  return read.kind === 'invalid' ? read.problems : noProblems;
}

/** The editor's state: what was typed, what is wrong with it (the server's own check), and whether it was changed. */
export function useOfferForm(initial: OfferInput, currency: string): OfferForm {
  const { t } = useTranslation();
  const [start, setStart] = useState(initial);
  const [input, setInput] = useState(initial);
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const [isChecked, setChecked] = useState(false);
  const [serverProblems, setServerProblems] = useState<Problems>(noProblems);
  // A long offer is checked when there is time; what is typed must not wait for it.
  const settled = useDeferredValue(input);
  const own = useMemo(() => problemsOf(settled, currency), [settled, currency]);
  const startText = useMemo(() => JSON.stringify(start), [start]);
  const latest = useRef(input);
  latest.current = input;

  const change = useCallback((next: (before: OfferInput) => OfferInput) => {
    setServerProblems(noProblems);
    setInput(next);
  }, []);
  const said = (field: string) =>
    serverProblems[field] ?? (isChecked || touched.has(field) ? own[field] : undefined);

  const problems = [...new Set([...Object.keys(serverProblems), ...Object.keys(own)])].flatMap((field) => {
    const key = said(field);
    return key ? [{ field, words: t(key) }] : [];
  });
  return {
    input,
    isDirty: input !== start && JSON.stringify(input) !== startText,
    change,
    set: useCallback((patch) => change((before) => ({ ...before, ...patch })), [change]),
    setTexts: useCallback(
      (locale, patch) =>
        change((before) => {
          const { [locale]: known, ...others } = before.texts;
          if (patch === null) return { ...before, texts: others };
          return { ...before, texts: { ...before.texts, [locale]: { ...(known ?? noTexts), ...patch } } };
        }),
      [change],
    ),
    problem(field) {
      const key = said(field);
      return key ? t(key) : false;
    },
    problems,
    problemKey: problems.map(({ field, words }) => `${field}: ${words}`).join(' | '),
    touch: useCallback(
      (field) => setTouched((before) => (before.has(field) ? before : new Set([...before, field]))),
      [],
    ),
    check() {
      setChecked(true);
      return Object.keys(problemsOf(latest.current, currency)).length === 0;
    },
    setServerProblems,
    reset(to = start) {
      setStart(to);
      setInput(to);
      setTouched(new Set());
      setChecked(false);
      setServerProblems(noProblems);
    },
  };
}
