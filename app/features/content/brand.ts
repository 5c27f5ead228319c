import { paths } from '../../paths.ts';
import type { GeneralSettings } from '../shops/index.ts';
import { contrast, readableOn } from './contrast.ts';

/** How a shop shows itself in a message. */
export interface Brand {
  shopName: string;
  shopUrl: string;
  logoUrl: string | null;
  /** `#rrggbb`, the button */
  color: string;
  /** what is written on `color`: the shop's own choice where it can be read, else black or white */
  onColor: string;
  /** `color` where it is dark enough to be read on white, else a dark grey */
  linkColor: string;
  /** behind the card, and what is written on it */
  pageColor: string;
  onPage: string;
  mutedOnPage: string;
  /** one more line below every message: register, tax number, whatever the law of the shop wants */
  footerText: string | null;
  postalAddress: string | null;
  replyTo: string | null;
}

const plainColor = '#1f2937';
const ink = '#16181b';
const muted = '#5d646d';

/** Builds the brand from what is known of the shop. */
export function brandFrom(
  shop: { name: string; storefrontUrl: string },
  settings: GeneralSettings,
  shopEmail: string | null,
  appUrl = '',
): Brand {
  const { accentColor: color, buttonTextColor, pageColor, logoId } = settings;
  return {
    shopName: settings.senderName || shop.name,
    shopUrl: shop.storefrontUrl,
    logoUrl: logoId ? appUrl + paths.offerPicture(logoId) : null,
    color,
    onColor: buttonTextColor && contrast(buttonTextColor, color) >= 4.5 ? buttonTextColor : readableOn(color),
    linkColor: contrast('#ffffff', color) >= 4.5 ? color : plainColor,
    pageColor,
    onPage: contrast(ink, pageColor) >= 4.5 ? ink : readableOn(pageColor),
    mutedOnPage: contrast(muted, pageColor) >= 4.5 ? muted : readableOn(pageColor),
    footerText: settings.footerText || null,
    postalAddress: settings.postalAddress || null,
    replyTo: settings.replyTo || shopEmail,
  };
}
