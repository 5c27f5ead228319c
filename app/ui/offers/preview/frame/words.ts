/**
 * What Shopify's own pages say around our block. Shopify speaks many more languages there; the preview speaks the two that the
 * block itself speaks, and English for the rest.
 */
const english = {
  confirmation: 'Confirmation #{number}',
  thanks: 'Thank you, {name}!',
  thanksPlain: 'Thank you!',
  confirmed: 'Your order is confirmed',
  confirmedText: 'You’ll receive a confirmation email with your order number shortly.',
  order: 'Order {name}',
  placed: 'Confirmed',
  shipped: 'On its way',
  'out-for-delivery': 'Out for delivery',
  delivered: 'Delivered',
  details: 'Order details',
  contact: 'Contact information',
  address: 'Shipping address',
  payment: 'Payment method',
  total: 'Total',
};
const german: typeof english = {
  confirmation: 'Bestätigung {number}',
  thanks: 'Vielen Dank, {name}!',
  thanksPlain: 'Vielen Dank!',
  confirmed: 'Deine Bestellung ist bestätigt',
  confirmedText: 'Du erhältst in Kürze eine Bestätigungs-E-Mail mit deiner Bestellnummer.',
  order: 'Bestellung {name}',
  placed: 'Bestätigt',
  shipped: 'Unterwegs',
  'out-for-delivery': 'In Zustellung',
  delivered: 'Zugestellt',
  details: 'Bestelldetails',
  contact: 'Kontakt',
  address: 'Lieferadresse',
  payment: 'Zahlungsmethode',
  total: 'Gesamt',
};

export type Say = (key: keyof typeof english, values?: Record<string, string>) => string;

/** The words of a language. */
export function sayIn(locale: string): Say {
  const words = locale.toLowerCase().startsWith('de') ? german : english;
  return (key, values = {}) => words[key].replace(/\{(\w+)\}/g, (_all, name: string) => values[name] ?? '');
}
