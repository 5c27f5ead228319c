/** Values that an extension may watch, made with the extension's own Signal class once it has handed that over. */

export type Watchable<T> = {
  value: T;
  readonly current: T;
  subscribe(fn: (value: T) => void): () => void;
  destroy(): Promise<void>;
};
type SignalClass = new <T>(value: T) => { value: T; subscribe(fn: (value: T) => void): () => void };

let signalClass: SignalClass | undefined;

/** `shopify.setSignals(Signal)`: from now on values are signals of that class, so reading one re-renders its reader. */
export const useSignals = (given: SignalClass): void => {
  signalClass = given;
};

function plain<T>(initial: T): { value: T; subscribe(fn: (value: T) => void): () => void } {
  let value = initial;
  const listeners = new Set<(value: T) => void>();
  return {
    get value() {
      return value;
    },
    set value(next: T) {
      value = next;
      for (const listener of listeners) listener(next);
    },
    subscribe(fn) {
      listeners.add(fn);
      fn(value);
      return () => listeners.delete(fn);
    },
  };
}

/** A watchable value. `current` and `destroy` are the old names that Shopify still answers to. */
export function watchable<T>(initial: T): Watchable<T> {
  const signal = signalClass ? new signalClass(initial) : plain(initial);
  Object.defineProperty(signal, 'current', { get: () => signal.value, configurable: true });
  return Object.assign(signal as Watchable<T>, { destroy: async () => {} });
}
