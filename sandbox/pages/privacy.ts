export const PRIVACY = ['all', 'analytics', 'marketing', 'none'] as const;
export type Privacy = (typeof PRIVACY)[number];

type Purpose = 'analytics' | 'marketing' | 'preferences' | 'saleOfData';

/** What Shopify's customer privacy says of a visitor who allows everything, one of two purposes, or nothing. */
export function allowedProcessing(privacy: Privacy): Record<Purpose, boolean> {
  const isAll = privacy === 'all';
  return {
    analytics: isAll || privacy === 'analytics',
    marketing: isAll || privacy === 'marketing',
    preferences: isAll,
    saleOfData: isAll,
  };
}
