/** The admin's product picker, over the sandbox's catalogue; gives back what App Bridge's resourcePicker gives. */

type PickerVariant = {
  id: string;
  title: string;
  displayName: string;
  price: string;
  inventoryQuantity: number;
  sku: string;
};
export type PickerProduct = {
  id: string;
  title: string;
  handle: string;
  images: { originalSrc: string; altText: string }[];
  variants: PickerVariant[];
  totalInventory: number;
  status: string;
};
type Options = {
  type?: string;
  multiple?: boolean | number;
  selectionIds?: { id: string; variants?: { id: string }[] }[];
  query?: string;
  filter?: { variants?: boolean };
  action?: string;
};

const element = <Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Partial<HTMLElementTagNameMap[Tag]> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] => {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
};

/** Opens the picker; resolves with the chosen resources, or null when it was closed. */
export async function openPicker(address: string, given: unknown, lang: string): Promise<unknown[] | null> {
  const options = (given ?? {}) as Options;
  const isGerman = lang === 'de';
  const type = options.type ?? 'product';
  const products = (await (await fetch(address)).json()) as PickerProduct[];
  const isVariant = type === 'variant';
  const isMany = options.multiple === true || (typeof options.multiple === 'number' && options.multiple > 1);
  const limit = typeof options.multiple === 'number' ? options.multiple : Number.POSITIVE_INFINITY;
  const rows = isVariant
    ? products.flatMap((product) =>
        product.variants.map((variant) => ({
          id: variant.id,
          title: variant.displayName,
          note: variant.price,
          image: product.images[0]?.originalSrc ?? '',
          value: {
            ...variant,
            product: { id: product.id, title: product.title, handle: product.handle },
          } as unknown,
        })),
      )
    : products.map((product) => ({
        id: product.id,
        title: product.title,
        note: `${product.totalInventory} ${isGerman ? 'verfügbar' : 'available'}`,
        image: product.images[0]?.originalSrc ?? '',
        value: product as unknown,
      }));
  const chosen = new Set(
    (options.selectionIds ?? []).flatMap(({ id, variants }) =>
      isVariant && variants ? variants.map((variant) => variant.id) : [id],
    ),
  );

  const title = isGerman ? 'Produkte auswählen' : 'Select products';
  const search = element('input', {
    type: 'search',
    placeholder: isGerman ? 'Produkte suchen' : 'Search products',
    value: options.query ?? '',
  });
  search.setAttribute('aria-label', search.placeholder);
  const list = element('ul', { className: 'picker-list' });
  const done = element('button', { className: 'btn primary', textContent: isGerman ? 'Hinzufügen' : 'Add' });
  const cancel = element('button', { className: 'btn', textContent: isGerman ? 'Abbrechen' : 'Cancel' });
  const count = element('span', { className: 'picker-count' });
  const dialog = element(
    'dialog',
    { className: 'picker' },
    element('h2', { textContent: title }),
    search,
    list,
    element('div', { className: 'row' }, count, cancel, done),
  );
  dialog.setAttribute('aria-label', title);

  const tell = (): void => {
    count.textContent = isGerman ? `${chosen.size} ausgewählt` : `${chosen.size} selected`;
    done.disabled = chosen.size === 0 && options.action !== 'select';
  };
  const show = (): void => {
    const wanted = search.value.trim().toLowerCase();
    const found = rows.filter((row) => row.title.toLowerCase().includes(wanted));
    list.replaceChildren(
      ...found.map((row) => {
        const box = element('input', {
          type: isMany ? 'checkbox' : 'radio',
          name: 'picked',
          checked: chosen.has(row.id),
        });
        box.addEventListener('change', () => {
          if (!isMany) chosen.clear();
          if (box.checked && chosen.size < limit) chosen.add(row.id);
          else {
            chosen.delete(row.id);
            box.checked = false;
          }
          tell();
        });
        const picture = element('img', { src: row.image, alt: '', width: 40, height: 40, loading: 'lazy' });
        return element(
          'li',
          {},
          element(
            'label',
            {},
            box,
            picture,
            element('span', { textContent: row.title }),
            element('small', { textContent: row.note }),
          ),
        );
      }),
    );
    if (found.length === 0)
      list.append(
        element('li', {
          className: 'picker-none',
          textContent: isGerman ? 'Nichts gefunden' : 'Nothing found',
        }),
      );
    tell();
  };
  search.addEventListener('input', show);
  done.addEventListener('click', () => dialog.close('done'));
  cancel.addEventListener('click', () => dialog.close('cancel'));
  show();
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(
        dialog.returnValue === 'done'
          ? rows.filter(({ id }) => chosen.has(id)).map(({ value }) => value)
          : null,
      );
    });
  });
}
