import { admin as adminDe } from './de/admin.ts';
import { shopper as shopperDe } from './de/shopper.ts';
import { admin as adminEn } from './en/admin.ts';
import { shopper as shopperEn } from './en/shopper.ts';

/** Every language we speak. A new one: a folder beside `en`, and one line here. */
export const languages = {
  en: { ...adminEn, ...shopperEn },
  de: { ...adminDe, ...shopperDe },
};

export type Language = keyof typeof languages;
