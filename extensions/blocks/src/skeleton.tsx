/** The outline of one offer while the server answers, so that the page is already as tall as it will be. */
export function Skeleton() {
  return (
    <s-box border="base" borderRadius="base" padding="base" accessibilityVisibility="hidden">
      <s-stack gap="base">
        <s-grid gridTemplateColumns="88px 1fr" gap="base" alignItems="start">
          <s-box background="subdued" borderRadius="base" blockSize="88px" />
          <s-stack gap="small-200">
            <s-skeleton-paragraph />
            <s-skeleton-paragraph />
            <s-skeleton-paragraph />
          </s-stack>
        </s-grid>
        <s-box background="subdued" borderRadius="base" blockSize="46px" inlineSize="160px" />
      </s-stack>
    </s-box>
  );
}
