import type { Logger } from '../log/log.server.ts';
import type { TokenSource } from './access-token.server.ts';
import { createAdminClient } from './admin-client.server.ts';
import { listAbandonedCheckouts } from './operations/checkouts.ts';
import { listCollectionProducts, listCollections } from './operations/collections.ts';
import {
  getCustomerTraits,
  listCustomersByTag,
  listSegmentMembers,
  listSegments,
} from './operations/customer-traits.ts';
import {
  findCustomerByEmail,
  findCustomerByPhone,
  setEmailConsent,
  setSmsConsent,
  tagCustomer,
} from './operations/customers.ts';
import {
  addRedeemCodes,
  createDiscountCode,
  deleteDiscount,
  findDiscountCode,
  removeRedeemCodes,
} from './operations/discounts.ts';
import {
  commitOrderEdit,
  getEditableOrder,
  removeOrderLine,
  stageAddition,
} from './operations/order-edits.ts';
import { getOrder, listOrders } from './operations/orders.ts';
import { getProducts, listProducts, setProductRating } from './operations/products.ts';
import { complementaryProducts } from './operations/recommendations.ts';
import { getShop } from './operations/shop.ts';
import { setShopMetafield } from './operations/shop-metafield.ts';
import { creditStoreCredit, debitStoreCredit, listStoreCredit } from './operations/store-credit.ts';
import type { ShopifyPort } from './port.ts';
import type { ShopifyFetch } from './shopify-fetch.server.ts';
import type { StorefrontTokens } from './storefront-token.server.ts';

export interface GatewayParts {
  domain: string;
  tokens: TokenSource;
  storefront: StorefrontTokens;
  fetch: ShopifyFetch;
  log: Logger;
}

/** The Admin API of one shop, in our words. Holds no connection and no token: cheap to make for each job. */
export function createGateway(parts: GatewayParts): ShopifyPort {
  const client = createAdminClient(parts);
  return {
    getShop: () => getShop(client),
    getOrder: (orderId) => getOrder(client, orderId),
    listOrders: (input) => listOrders(client, input),
    listAbandonedCheckouts: (input) => listAbandonedCheckouts(client, input),
    listProducts: (input) => listProducts(client, input),
    getProducts: (ids) => getProducts(client, ids),
    listCollections: (input) => listCollections(client, input),
    listCollectionProducts: (input) => listCollectionProducts(client, input),
    complementaryProducts: complementaryProducts({ ...parts, client }),
    createDiscountCode: createDiscountCode(client),
    addRedeemCodes: addRedeemCodes(client),
    findDiscountCode: findDiscountCode(client),
    removeRedeemCodes: removeRedeemCodes(client),
    deleteDiscount: deleteDiscount(client),
    setShopMetafield: (key, json) => setShopMetafield(client, key, json),
    getEditableOrder: getEditableOrder(client),
    stageAddition: stageAddition(client),
    commitOrderEdit: commitOrderEdit(client),
    removeOrderLine: removeOrderLine(client),
    creditStoreCredit: creditStoreCredit(client),
    debitStoreCredit: debitStoreCredit(client),
    listStoreCredit: listStoreCredit(client),
    setProductRating: (productId, rating) => setProductRating(client, productId, rating),
    findCustomerByEmail: findCustomerByEmail(client),
    findCustomerByPhone: findCustomerByPhone(client),
    getCustomerTraits: getCustomerTraits(client),
    listCustomersByTag: listCustomersByTag(client),
    listSegmentMembers: listSegmentMembers(client),
    listSegments: listSegments(client),
    setEmailConsent: setEmailConsent(client),
    setSmsConsent: setSmsConsent(client),
    tagCustomer: tagCustomer(client),
  };
}
