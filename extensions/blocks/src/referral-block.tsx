import type { ReferralCard } from '@reprise/rules';
import { CopyButton } from './copy-button.tsx';
import { shortLink } from './format.ts';
import type { Host } from './host.ts';

interface Props {
  readonly host: Host;
  readonly referral: ReferralCard;
  /** The order had not arrived after all tries: say where the link will be. */
  readonly isLate?: boolean;
}

/** The buyer's own link for friends, with what both get and the conditions. */
export function ReferralBlock({ host, referral, isLate = false }: Props) {
  const { translate } = host.i18n;
  const link = referral.state === 'ready' ? referral.link : null;
  return (
    <s-box border="base" borderRadius="large" padding="large" background="base" overflow="hidden">
      <s-stack gap="base">
        <s-stack gap="small-200">
          <s-heading>{referral.headline}</s-heading>
          {referral.text && <s-paragraph>{referral.text}</s-paragraph>}
        </s-stack>
        {(referral.friendReward || referral.advocateReward) && (
          <s-stack gap="small-500">
            {referral.friendReward && (
              <Reward who={translate('referral.friend')} what={referral.friendReward} />
            )}
            {referral.advocateReward && (
              <Reward who={translate('referral.you')} what={referral.advocateReward} />
            )}
          </s-stack>
        )}
        {isLate && !link ? (
          <s-stack accessibilityRole="status">
            <s-text color="subdued">{translate('referral.late')}</s-text>
          </s-stack>
        ) : (
          <Link host={host} link={link ?? null} />
        )}
        {referral.smallPrint && (
          <s-text type="small" color="subdued">
            {referral.smallPrint}
          </s-text>
        )}
      </s-stack>
    </s-box>
  );
}

/** The link with its button; without a link the same shape in grey, so that nothing moves when it comes. */
function Link({ host, link }: { readonly host: Host; readonly link: string | null }) {
  const { translate } = host.i18n;
  return (
    <s-stack gap="base">
      <s-box background="subdued" borderRadius="base" padding="base">
        <s-stack gap="small-200">
          <s-text color="subdued">{translate('referral.yourLink')}</s-text>
          {link ? (
            <s-text type="strong">{shortLink(link)}</s-text>
          ) : (
            <s-skeleton-paragraph content={shortLink(host.appUrl)} />
          )}
        </s-stack>
      </s-box>
      <s-stack direction="inline">
        {link ? (
          <CopyButton host={host} id="referral-link" text={link} label={translate('copy.link')} />
        ) : (
          <s-button variant="secondary" disabled>
            {translate('copy.link')}
          </s-button>
        )}
      </s-stack>
    </s-stack>
  );
}

function Reward({ who, what }: { readonly who: string; readonly what: string }) {
  return (
    <s-text>
      <s-text color="subdued">{who}</s-text> <s-text type="strong">{what}</s-text>
    </s-text>
  );
}
