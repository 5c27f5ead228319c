/** Many baskets in little memory: what was bought, as numbers in one long row. */
export interface Baskets {
  /** how many */
  readonly count: number;
  /** the item behind each number */
  readonly names: readonly string[];
  /** basket `i` is `items` from `starts[i]` to `starts[i + 1]`, each item once */
  readonly starts: Uint32Array;
  readonly items: Uint32Array;
}

/** Takes baskets one after another, so that they can be read in parts. An item that is in one twice counts once. */
export function collectBaskets(): { add(basket: Iterable<string>): void; done(): Baskets } {
  const numbers = new Map<string, number>();
  const starts: number[] = [0];
  const items: number[] = [];
  return {
    add(basket) {
      for (const name of new Set(basket)) {
        let number = numbers.get(name);
        if (number === undefined) {
          number = numbers.size;
          numbers.set(name, number);
        }
        items.push(number);
      }
      starts.push(items.length);
    },
    done: () => ({
      count: starts.length - 1,
      names: [...numbers.keys()],
      starts: Uint32Array.from(starts),
      items: Uint32Array.from(items),
    }),
  };
}

/** The same from a list. */
export function basketsOf(list: Iterable<Iterable<string>>): Baskets {
  const collected = collectBaskets();
  for (const basket of list) collected.add(basket);
  return collected.done();
}
