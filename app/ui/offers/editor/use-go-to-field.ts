import { useCallback, useEffect, useRef, useState } from 'react';
import { fieldId, languageOf, type SectionName, sectionOf } from './fields.ts';

interface Ways {
  openSection(name: SectionName): void;
  setLocale(locale: string): void;
}

/** Leads to a field wherever it is: opens its part, turns to its language, and puts the cursor there. */
export function useGoToField(ways: Ways): (field: string) => void {
  const [wanted, setWanted] = useState<{ field: string } | null>(null);
  const latest = useRef(ways);
  latest.current = ways;
  useEffect(() => {
    if (!wanted) return;
    // A field that has no control of its own (a whole list) is the nearest thing above it that has.
    const parts = wanted.field.split('.');
    for (let length = parts.length; length > 0; length--) {
      const found = document.getElementById(fieldId(parts.slice(0, length).join('.')));
      if (!found) continue;
      found.scrollIntoView({ block: 'center', behavior: 'smooth' });
      found.focus({ preventScroll: true });
      return;
    }
    document.getElementById(`section-${sectionOf(wanted.field)}`)?.scrollIntoView({ block: 'start' });
  }, [wanted]);
  return useCallback((field: string) => {
    latest.current.openSection(sectionOf(field));
    const language = languageOf(field);
    if (language) latest.current.setLocale(language);
    setWanted({ field });
  }, []);
}
