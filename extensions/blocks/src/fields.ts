import { useMemo } from 'preact/hooks';

// Shopify's fields as events and refs give them: the types of their events do not say which element it was.

/** What stands in the field that an event is about. */
export function typedIn(event: Event): string {
  const { value } = (event.currentTarget ?? {}) as { readonly value?: unknown };
  return typeof value === 'string' ? value : '';
}

/** Whether the box that an event is about is ticked. */
export function isTickedIn(event: Event): boolean {
  return ((event.currentTarget ?? {}) as { readonly checked?: unknown }).checked === true;
}

/** What is chosen in the list that an event is about. */
export function chosenIn(event: Event): readonly string[] {
  const { values } = (event.currentTarget ?? {}) as { readonly values?: unknown };
  return Array.isArray(values) ? values.filter((one): one is string => typeof one === 'string') : [];
}

interface Focusable {
  readonly focus?: () => void;
}

/** A place to which the keyboard can be taken. */
export interface FocusPlace {
  /** For `ref`. */
  readonly hold: (element: Focusable | null) => void;
  readonly focus: () => void;
}

/** Focus is a courtesy: a host whose elements cannot take it from here is no reason to fail. */
export function useFocusPlace(): FocusPlace {
  return useMemo(() => {
    let held: Focusable | null = null;
    return {
      hold: (element) => {
        held = element;
      },
      focus: () => {
        try {
          held?.focus?.();
        } catch {
          // Then the next Tab goes on from wherever the page put it.
        }
      },
    };
  }, []);
}
