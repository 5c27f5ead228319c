import { useCallback, useEffect, useState } from 'react';
import { type FlowPart, partId } from './flow-draft.ts';

/** Puts the focus on a part once the page has drawn it, or on its first field when it is to be edited. */
export function usePartFocus(): (part: FlowPart, isInside?: boolean) => void {
  const [wanted, setWanted] = useState<{ part: FlowPart; isInside: boolean } | null>(null);
  useEffect(() => {
    if (!wanted) return;
    const head = document.getElementById(partId(wanted.part));
    const panel = wanted.isInside ? document.getElementById(`${partId(wanted.part)}-panel`) : null;
    const field =
      panel?.querySelector<HTMLElement>('input, select, textarea') ?? panel?.querySelector('button');
    (field ?? head)?.focus({ preventScroll: true });
    (field ?? head)?.scrollIntoView({ block: 'nearest' });
    setWanted(null);
  }, [wanted]);

  return useCallback((part, isInside = false) => setWanted({ part, isInside }), []);
}
