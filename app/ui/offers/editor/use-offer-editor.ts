import { useEffect, useRef, useState } from 'react';
import type { OfferInput, OfferKind } from '../../../features/offers/index.ts';
import type { SectionName } from './fields.ts';
import { changeOfKind } from './kinds.ts';
import type { EditorProps, SaveAnswer } from './offer-editor.tsx';
import { useGoToField } from './use-go-to-field.ts';
import { useOfferForm } from './use-offer-form.ts';

const ownLanguages = ['en', 'de'];

/**
 * What the editor remembers: the fields, the version that they were read from, whose change stands in the way, and what is
 * folded. That version moves on only when the fields are saved or replaced, never when the page reads itself again: otherwise
 * somebody else's change would be saved over in silence.
 */
export function useOfferEditor({ offer, shop, answer, replaced, readyWords, onSave }: EditorProps) {
  const [first] = useState(offer);
  const form = useOfferForm(first.input, shop.currency);
  const { input } = form;
  const isNew = offer.id === null;
  const [seen, setSeen] = useState(first.version);
  const [title, setTitle] = useState(first.input.name);
  const [stash, setStash] = useState<OfferInput | null>(null);
  const [stale, setStale] = useState<Extract<SaveAnswer, { kind: 'stale' }> | null>(null);
  const [added, setAdded] = useState<string[]>([]);
  const shopLanguage = shop.locale.split('-')[0] ?? 'en';
  const fixed = [...new Set([shopLanguage, ...ownLanguages])];
  const locales = [...new Set([...fixed, ...Object.keys(input.texts), ...added])];
  const [locale, setLocale] = useState(shopLanguage);
  const [open, setOpen] = useState<ReadonlySet<SectionName>>(new Set());
  const [hasTried, setTried] = useState(false);
  const summary = useRef<HTMLDivElement>(null);
  const goTo = useGoToField({
    openSection: (name) => setOpen((before) => new Set([...before, name])),
    setLocale,
  });

  const replaceWith = (next: OfferInput, version: number) => {
    form.reset(next);
    setSeen(version);
    setTitle(next.name);
    setStale(null);
    setTried(false);
  };
  const sayProblems = () => {
    setTried(true);
    requestAnimationFrame(() => {
      summary.current?.scrollIntoView({ block: 'center', behavior: 'smooth' });
      summary.current?.focus({ preventScroll: true });
    });
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new answer of the server counts
  useEffect(() => {
    if (!answer) return;
    setStale(answer.kind === 'stale' ? answer : null);
    if (answer.kind === 'invalid') {
      form.setServerProblems(answer.problems);
      sayProblems();
    }
    if (answer.kind === 'saved') {
      replaceWith(input, answer.version);
      setStash(null);
    }
  }, [answer]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new replacement counts
  useEffect(() => {
    if (!replaced) return;
    if (form.isDirty) setStash(input);
    replaceWith(replaced.input, replaced.version);
  }, [replaced]);

  return {
    form,
    isNew,
    title,
    version: seen,
    locales,
    locale,
    setLocale,
    fixed,
    summary,
    goTo,
    stale,
    stash,
    hasTried,
    isOpen: (name: SectionName) => open.has(name),
    toggle: (name: SectionName) =>
      setOpen((before) => {
        const next = new Set(before);
        if (!next.delete(name)) next.add(name);
        return next;
      }),
    addLanguage(tag: string) {
      setAdded((before) => [...before, tag]);
      form.setTexts(tag, {});
      setLocale(tag);
    },
    /** Saves what is in the fields, over the version that they were read from or over a newer one. */
    save(version = seen) {
      if (form.check()) onSave(input, version);
      else sayProblems();
    },
    /** The other's version takes the place of mine, which is kept aside. */
    takeTheirs() {
      setStash(input);
      replaceWith(offer.input, offer.version);
    },
    bringMineBack() {
      if (stash) form.change(() => stash);
      setStash(null);
    },
    changeKind(kind: OfferKind) {
      form.change((before) => {
        const isUntouched = readyWords.some(
          ({ name, texts }) => name === before.name && JSON.stringify(texts) === JSON.stringify(before.texts),
        );
        const ready = readyWords.find((each) => each.kind === kind);
        return {
          ...before,
          ...changeOfKind(before, kind),
          ...(isNew && isUntouched && ready && { name: ready.name, texts: ready.texts }),
        };
      });
    },
  };
}

export type EditorState = ReturnType<typeof useOfferEditor>;
