import '@shopify/ui-extensions';

declare module './src/index.tsx' {
  const shopify: import('@shopify/ui-extensions/customer-account.order-status.block.render').Api;
}
