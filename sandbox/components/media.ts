import { LookAlike, make, register, setAttribute } from './base.ts';
import { qrMatrix } from './qr.ts';
import { layoutCss } from './scale.ts';

class Image extends LookAlike {
  static override properties = {
    src: 'string',
    alt: 'string',
    aspectRatio: 'string',
    inlineSize: 'string',
    objectFit: 'string',
    loading: 'string',
    sizes: 'string',
    srcSet: 'string',
    accessibilityRole: 'string',
    border: 'string',
    borderWidth: 'string',
    borderRadius: 'string',
    borderColor: 'string',
    borderStyle: 'string',
  } as const;
  static override styles =
    ':host{display:block;overflow:hidden}:host([inlinesize=auto]){display:inline-block}img{display:block;inline-size:100%;block-size:auto}:host([inlinesize=auto]) img{inline-size:auto;max-inline-size:100%}';
  #image = make('img');
  #style = make('style');

  protected override build(): void {
    this.root.append(this.#style, this.#image);
    for (const name of ['load', 'error'])
      this.#image.addEventListener(name, () => this.dispatchEvent(new Event(name)));
  }

  protected override update(): void {
    const role = this.read('accessibilityRole');
    const image = this.#image;
    image.alt = role === 'presentation' || role === 'none' ? '' : this.read('alt');
    setAttribute(image, 'loading', this.read('loading') || null);
    setAttribute(image, 'sizes', this.read('sizes') || null);
    setAttribute(image, 'srcset', this.read('srcSet') || null);
    if (image.getAttribute('src') !== this.read('src')) setAttribute(image, 'src', this.read('src') || null);
    const ratio = this.read('aspectRatio');
    image.style.aspectRatio = ratio;
    image.style.objectFit = this.read('objectFit') || (ratio ? 'cover' : '');
    const css = layoutCss(this);
    this.#style.textContent = css.replace(/:host\{inline-size:[^}]*\}/g, '');
  }
}

class ProductThumbnail extends LookAlike {
  static override properties = {
    src: 'string',
    alt: 'string',
    size: 'string',
    totalItems: 'number',
    sizes: 'string',
    srcSet: 'string',
  } as const;
  static override styles =
    `:host{display:inline-block;position:relative;inline-size:64px;block-size:64px;flex:none}:host([size=small]){inline-size:48px;block-size:48px}:host([size=small-100]){inline-size:40px;block-size:40px}
img,.none{inline-size:100%;block-size:100%;border-radius:8px;border:1px solid var(--s-line-soft);object-fit:cover;background:var(--s-wash);display:block}
.count{position:absolute;inset-block-start:-8px;inset-inline-end:-8px;min-inline-size:21px;block-size:21px;padding:0 6px;border-radius:99px;background:#666;color:#fff;font-size:12px;line-height:21px;text-align:center;font-weight:500}.count:empty{display:none}`;
  #image = make('img');
  #none = make('div', { class: 'none' });
  #count = make('span', { class: 'count' });

  protected override build(): void {
    this.root.append(this.#image, this.#none, this.#count);
  }

  protected override update(): void {
    const src = this.read('src');
    this.#image.hidden = !src;
    this.#none.hidden = Boolean(src);
    this.#image.style.display = src ? '' : 'none';
    this.#none.style.display = src ? 'none' : '';
    if (src && this.#image.getAttribute('src') !== src) this.#image.src = src;
    this.#image.alt = this.read('alt');
    this.#count.textContent = this.read('totalItems');
  }
}

class QrCode extends LookAlike {
  static override properties = {
    content: 'string',
    size: 'string',
    border: 'string',
    accessibilityLabel: 'string',
    logo: 'string',
  } as const;
  static override styles =
    ':host{display:inline-block;inline-size:130px}:host([size=fill]){display:block;inline-size:100%}svg{display:block;inline-size:100%;background:#fff}:host([border=base]) svg{border:1px solid var(--s-line);border-radius:5px}';

  protected override build(): void {}

  protected override update(): void {
    const content = this.read('content');
    const matrix = content ? qrMatrix(content) : null;
    if (content && !matrix) this.dispatchEvent(new Event('error'));
    if (!matrix) {
      this.root.replaceChildren();
      return;
    }
    const side = matrix.length + 8;
    const path = matrix
      .flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x + 4} ${y + 4}h1v1h-1z` : '')))
      .join('');
    this.root.innerHTML = `<svg viewBox="0 0 ${side} ${side}" role="img" shape-rendering="crispEdges"><path d="${path}"/></svg>`;
    this.root.firstElementChild?.setAttribute('aria-label', this.read('accessibilityLabel') || 'QR code');
  }
}

class Avatar extends LookAlike {
  static override properties = { initials: 'string', src: 'string', alt: 'string', size: 'string' } as const;
  static override styles =
    ':host{display:inline-grid;place-content:center;inline-size:36px;block-size:36px;border-radius:50%;background:#dbe7f1;color:#12506f;font-weight:600;font-size:13px;overflow:hidden}img{inline-size:36px;block-size:36px;object-fit:cover}';

  protected override build(): void {}

  protected override update(): void {
    const src = this.read('src');
    if (src) this.root.replaceChildren(make('img', { src, alt: this.read('alt') }));
    else this.root.replaceChildren(this.read('initials'));
  }
}

class PaymentIcon extends LookAlike {
  static override properties = { type: 'string', accessibilityLabel: 'string' } as const;
  static override styles =
    ':host{display:inline-block;border:1px solid var(--s-line);border-radius:4px;background:#fff;padding:2px 6px;font-size:11px;font-weight:600;text-transform:capitalize}';

  protected override build(): void {}

  protected override update(): void {
    this.root.replaceChildren(this.read('accessibilityLabel') || this.read('type').replaceAll('-', ' '));
  }
}

/** Registers pictures. */
export function registerMedia(): void {
  register('s-image', Image);
  register('s-product-thumbnail', ProductThumbnail);
  register('s-qr-code', QrCode);
  register('s-avatar', Avatar);
  register('s-payment-icon', PaymentIcon);
}
