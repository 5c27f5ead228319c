import { z } from 'zod';

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

/** The part of the general settings that messages use; whatever is missing or wrong falls back. */
export const brandSettings = z.object({
  senderName: z.string().trim().min(1).max(100).nullish().catch(null),
  replyTo: z.email().nullish().catch(null),
  logoUrl: z
    .url({ protocol: /^https?$/ })
    .nullish()
    .catch(null),
  color: z
    .string()
    .regex(/^#[0-9a-f]{6}$/i)
    .nullish()
    .catch(null),
  postalAddress: z.string().trim().max(500).nullish().catch(null),
});

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
  settings: z.output<typeof brandSettings>,
  shopEmail: string | null,
): Brand {
  const color = settings.color ?? plainColor;
  const light = luminance(color);
  return {
    shopName: settings.senderName ?? shop.name,
    shopUrl: shop.storefrontUrl,
    logoUrl: settings.logoUrl ?? null,
    color,
    onColor: 1.05 / (light + 0.05) >= (light + 0.05) / 0.05 ? '#ffffff' : '#000000',
    linkColor: 1.05 / (light + 0.05) >= 4.5 ? color : plainColor,
    postalAddress: settings.postalAddress || null,
    replyTo: settings.replyTo ?? shopEmail,
  };
}
