import { Badge } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { FlowStatus } from '../../features/flows/index.ts';

const tones = { draft: undefined, active: 'success', paused: 'attention', archived: undefined } as const;

/** How a flow stands, in a word. */
export function FlowStatusBadge({ status }: { status: FlowStatus }) {
  const { t } = useTranslation();
  const tone = tones[status];
  return <Badge {...(tone ? { tone } : {})}>{t(`flow-pages:status.${status}`)}</Badge>;
}
