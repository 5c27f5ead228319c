/** Our own words on a card, by language and key, with `{{value}}` and `{{date}}` still in them. */
export type ShopperWords = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The keys that a card needs; the loader sends them in every language we speak, the merchant's bundle has only one. */
export const shopperKeys = [
  'checkout:offers.percentOff',
  'checkout:offers.amountOff',
  'checkout:offers.smallPrint.product',
  'checkout:offers.smallPrint.discount',
  'offers:shopper.dismiss',
  'offers:shopper.validUntil',
] as const;

/** A translator like the server's, made of the words that it sent; other languages read English, as on the page. */
export function sayAsShopper(words: ShopperWords) {
  return (locale: string) => {
    const mine = words[locale.split('-')[0]?.toLowerCase() ?? ''] ?? words.en ?? {};
    return (key: string, params: Record<string, string | number> = {}): string =>
      (mine[key] ?? key).replace(/\{\{(\w+)\}\}/g, (_all, name: string) => String(params[name] ?? ''));
  };
}
