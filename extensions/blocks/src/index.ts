export { appUrl } from './app-url.ts';
export { createHost, type Host, type OrderIdentity } from './host.ts';
export { OffersPage } from './offers-page.tsx';
