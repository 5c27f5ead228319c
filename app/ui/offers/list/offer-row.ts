import type { OfferKind } from '../../../features/offers/index.ts';
import type { OfferState } from '../offer-state.ts';

/** One offer as the list shows it; sentences and amounts are already in the merchant's language. */
export interface OfferRow {
  id: string;
  name: string;
  kind: OfferKind;
  state: OfferState;
  /** "scheduled from …", "ended on …"; '' where the badge says it all */
  stateNote: string;
  /** why it cannot be shown though it is active; null when it can */
  trouble: string | null;
  where: string;
  forWhom: string;
  /** "2 variants, …" while a test runs */
  test: string | null;
  /** names of languages that are begun but not complete */
  missing: string[];
  shown: number;
  accepted: number;
  orders: number;
  earned: string;
  pictureUrl: string | null;
}

export type RowAction = 'activate' | 'pause' | 'archive' | 'restore' | 'duplicate';
