import { useCallback, useRef, useState } from 'react';

const most = 200;

interface History<T> {
  past: T[];
  now: T;
  future: T[];
  /** what the newest change was about: changes of the same thing are taken back together */
  about: string | null;
}

/** A value with a way back and forth. What is typed into one field is one change. */
export function useHistory<T>(first: T) {
  const [history, setHistory] = useState<History<T>>(() => ({
    past: [],
    now: first,
    future: [],
    about: null,
  }));
  const latest = useRef(history);
  const put = useCallback((next: History<T>) => {
    latest.current = next;
    setHistory(next);
  }, []);
  return {
    now: history.now,
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
    /** the newest value, also before the page has drawn it */
    latest: useCallback(() => latest.current.now, []),
    change: useCallback(
      (next: (before: T) => T, about: string | null = null) => {
        const { past, now, about: last } = latest.current;
        const value = next(now);
        if (value === now) return;
        const isSame = about !== null && about === last;
        put({ past: isSame ? past : [...past, now].slice(-most), now: value, future: [], about });
      },
      [put],
    ),
    undo: useCallback(() => {
      const { past, now, future } = latest.current;
      const value = past.at(-1);
      if (value === undefined) return;
      put({ past: past.slice(0, -1), now: value, future: [now, ...future], about: null });
    }, [put]),
    redo: useCallback(() => {
      const { past, now, future } = latest.current;
      const [value, ...rest] = future;
      if (value === undefined) return;
      put({ past: [...past, now], now: value, future: rest, about: null });
    }, [put]),
    reset: useCallback((value: T) => put({ past: [], now: value, future: [], about: null }), [put]),
  };
}
