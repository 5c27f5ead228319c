import { Link, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { FlowStatus } from '../../features/flows/index.ts';
import { FlowStatusBadge } from './flow-status.tsx';
import { Switch } from './switch.tsx';

/** One flow as the list shows it, in the merchant's words. */
export interface FlowRow {
  id: string;
  name: string;
  status: FlowStatus;
  /** what starts it */
  starts: string;
  /** why the badge is not the whole truth: "Changes that are not live yet"; '' */
  note: string;
  figures: { label: string; value: string }[];
}

interface Props {
  flows: FlowRow[];
  pathTo(id: string): string;
  isBusy: boolean;
  onSwitch(id: string, isOn: boolean): void;
}

/** The shop's flows: what starts each, who is inside, what it has brought, and its switch. */
export function FlowList({ flows, pathTo, isBusy, onSwitch }: Props) {
  const { t } = useTranslation();
  return (
    <ul className="flow-rows" aria-label={t('flow-pages:list.label')}>
      {flows.map((flow) => (
        <li key={flow.id} className="flow-row">
          <div className="flow-row__words">
            <div className="flow-row__name">
              <Link url={pathTo(flow.id)} removeUnderline>
                <Text as="span" fontWeight="semibold" breakWord>
                  {flow.name}
                </Text>
              </Link>
              <FlowStatusBadge status={flow.status} />
            </div>
            <Text as="p" tone="subdued" breakWord>
              {flow.starts}
            </Text>
            {flow.note ? <Text as="p">{flow.note}</Text> : null}
          </div>
          <dl className="flow-row__figures">
            {flow.figures.map(({ label, value }) => (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
          {flow.status === 'archived' ? null : (
            <Switch
              label={t('flow-pages:list.switch', { name: flow.name })}
              isOn={flow.status === 'active'}
              isBusy={isBusy}
              onChange={(isOn) => onSwitch(flow.id, isOn)}
            />
          )}
        </li>
      ))}
    </ul>
  );
}
