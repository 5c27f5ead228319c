import { Badge } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { OfferState } from './offer-state.ts';

const tones = { active: 'success', scheduled: 'info', ended: 'warning' } as const;

/** What an offer is, in one word. */
export function StateBadge({ state }: { state: OfferState }) {
  const { t } = useTranslation();
  const words = t(`offers:state.${state}`);
  return state === 'draft' || state === 'archived' ? (
    <Badge>{words}</Badge>
  ) : (
    <Badge tone={tones[state]}>{words}</Badge>
  );
}
