import type { Host } from './host.ts';

/**
 * The outline of one offer while the server answers, about as tall as an offer is, so that what stands below
 * moves as little as may be. The words give the grey lines their length; nobody sees or hears them.
 */
export function Skeleton({ host }: { readonly host: Host }) {
  const { translate } = host.i18n;
  return (
    <s-box
      border="base"
      borderRadius="large"
      padding="large"
      background="base"
      accessibilityVisibility="hidden"
    >
      <s-stack gap="base">
        <s-grid gridTemplateColumns="88px 1fr" gap="base" alignItems="start">
          <s-box background="subdued" borderRadius="base" blockSize="88px" />
          <s-stack gap="small-200">
            <s-skeleton-paragraph content={translate('offer.gone')} />
            <s-skeleton-paragraph content={translate('page.label')} />
            <s-skeleton-paragraph content={translate('offer.gone')} />
            <s-skeleton-paragraph content={translate('page.label')} />
            <s-skeleton-paragraph content={translate('offer.gone')} />
          </s-stack>
        </s-grid>
        <s-box background="subdued" borderRadius="base" blockSize="44px" inlineSize="160px" />
      </s-stack>
    </s-box>
  );
}
