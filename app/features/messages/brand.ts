import type { GeneralSettings } from '../shops/index.ts';

/** How a shop shows itself in a message. */
export interface Brand {
  shopName: string;
  shopUrl: string;
  logoUrl: string | null;
  /** `#rrggbb`, the button */
  color: string;
  /** black or white, whichever reads better on `color` */
  onColor: string;
  /** `color` where it is dark enough to be read on white, else a dark grey */
  linkColor: string;
  postalAddress: string | null;
  replyTo: string | null;
}

const plainColor = '#1f2937';

/** WCAG 2.2 relative luminance of `#rrggbb`. */
function luminance(color: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0);
}

/** Builds the brand from what is known of the shop. */
export function brandFrom(
  shop: { name: string; storefrontUrl: string },
  settings: GeneralSettings,
  shopEmail: string | null,
): Brand {
  const color = settings.accentColor;
  const light = luminance(color);
  return {
    shopName: settings.senderName || shop.name,
    shopUrl: shop.storefrontUrl,
    logoUrl: null,
    color,
    onColor: 1.05 / (light + 0.05) >= (light + 0.05) / 0.05 ? '#ffffff' : '#000000',
    linkColor: 1.05 / (light + 0.05) >= 4.5 ? color : plainColor,
    postalAddress: settings.postalAddress || null,
    replyTo: settings.replyTo || shopEmail,
  };
}
