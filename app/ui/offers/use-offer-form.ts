import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type OfferInput, type Problems, readOfferInput } from '../../features/offers/index.ts';

export interface OfferForm {
  input: OfferInput;
  isDirty: boolean;
  set(patch: Partial<OfferInput>): void;
  setTexts(locale: string, patch: Partial<OfferInput['texts'][string]> | null): void;
  /** what is wrong with a field, in words; false while nobody has touched it, or when it is right */
  problem(field: string): string | false;
  /** the reader has been in this field */
  touch(field: string): void;
  /** everything is to be said now; true when there is nothing to say */
  check(): boolean;
  /** what the server found, which a browser cannot know */
  setServerProblems(problems: Problems): void;
  reset(to?: OfferInput): void;
}

const noTexts = { title: '', text: '', button: '' };

/** The editor's state: what was typed, what is wrong with it (the server's own check), and whether it was changed. */
export function useOfferForm(initial: OfferInput, currency: string): OfferForm {
  const { t } = useTranslation();
  const [start, setStart] = useState(initial);
  const [input, setInput] = useState(initial);
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const [isChecked, setChecked] = useState(false);
  const [serverProblems, setServerProblems] = useState<Problems>({});
  const own = useMemo(() => {
    const read = readOfferInput(input, { currency }, new Date());
    return read.kind === 'invalid' ? read.problems : {};
  }, [input, currency]);

  const change = useCallback((next: (before: OfferInput) => OfferInput) => {
    setServerProblems({});
    setInput(next);
  }, []);

  return {
    input,
    isDirty: JSON.stringify(input) !== JSON.stringify(start),
    set: (patch) => change((before) => ({ ...before, ...patch })),
    setTexts: (locale, patch) =>
      change((before) => {
        const { [locale]: known, ...others } = before.texts;
        if (patch === null) return { ...before, texts: others };
        return { ...before, texts: { ...before.texts, [locale]: { ...(known ?? noTexts), ...patch } } };
      }),
    problem(field) {
      const key = serverProblems[field] ?? (isChecked || touched.has(field) ? own[field] : undefined);
      return key ? t(key) : false;
    },
    touch: (field) => setTouched((before) => (before.has(field) ? before : new Set([...before, field]))),
    check() {
      setChecked(true);
      return Object.keys(own).length === 0;
    },
    setServerProblems,
    reset(to = start) {
      setStart(to);
      setInput(to);
      setTouched(new Set());
      setChecked(false);
      setServerProblems({});
    },
  };
}
