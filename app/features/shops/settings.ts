import { z } from 'zod';

const line = (most: number) => z.string().trim().max(most);
const color = z.string().regex(/^#[0-9a-f]{6}$/i);

/** What every message of a shop has in common (column shop_settings.general). */
export const generalSettings = z.object({
  /** name that a shopper sees as sender; empty = the shop's name */
  senderName: line(80).default(''),
  /** where answers go; empty = nowhere in particular */
  replyTo: z.union([z.literal(''), z.email().max(254)]).default(''),
  /** the postal address that mail law wants below every marketing message */
  postalAddress: line(300).default(''),
  /** colour of buttons in messages and on pages opened from them */
  accentColor: color.default('#1f5c4d'),
  /** what is written on buttons; empty = black or white, whichever reads better */
  buttonTextColor: z.union([z.literal(''), color]).default(''),
  /** what is behind a message */
  pageColor: color.default('#f3f4f6'),
  /** an uploaded picture that stands for the name; empty = the name itself */
  logoId: z.union([z.literal(''), z.string().regex(/^pic_[0-9a-f]{24}$/)]).default(''),
  /** one more line below every message, e.g. what the shop's law wants */
  footerText: line(300).default(''),
});
export type GeneralSettings = z.output<typeof generalSettings>;

/** The columns of shop_settings; each belongs to the feature of its name and has that feature's schema. */
export const settingsParts = ['general', 'messages', 'reviews', 'referrals', 'checkouts'] as const;
export type SettingsPart = (typeof settingsParts)[number];
