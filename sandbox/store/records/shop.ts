export type ProtectedData = 'none' | 'level1' | 'level2';

export type Shop = {
  id: string;
  domain: string;
  slug: string;
  name: string;
  email: string;
  currency: string;
  timezone: string;
  locale: string;
  locales: string[];
  country: string;
  plan: string;
  catalog: string;
  /** Currencies a buyer may pay in, the shop's own first. */
  presentmentCurrencies: string[];
  taxRate: string;
  taxesIncluded: boolean;
  isInstalled: boolean;
  /** The app's scopes that this shop granted. */
  scopes: string[];
  /** Which protected customer data the app may read: the dashboard's approval, played here per shop. */
  protectedData: ProtectedData;
  installedAt: string | null;
  uninstalledAt: string | null;
  nextOrderNumber: number;
  /** The merchant chose the app for the post-purchase page in the checkout settings. Absent = not. */
  hasPostPurchase?: boolean;
  createdAt: string;
};

export type Picture = { id: string; url: string; alt: string };

export type Product = {
  id: string;
  shop: string;
  handle: string;
  title: string;
  descriptionHtml: string;
  vendor: string;
  productType: string;
  tags: string[];
  /** Titles of the collections it is in. */
  collections: string[];
  options: { name: string; values: string[] }[];
  status: 'ACTIVE' | 'DRAFT' | 'ARCHIVED';
  /** Picture as an address below the sandbox, or null. */
  image: Picture | null;
  /** SVG source of the picture when the catalogue drew it. */
  imageSvg: string | null;
  variantIds: string[];
  createdAt: string;
  updatedAt: string;
};

export type Variant = {
  id: string;
  shop: string;
  productId: string;
  sku: string;
  title: string;
  /** In the shop's currency. */
  price: string;
  compareAtPrice: string | null;
  /** What the shop pays for it, in its own currency; null = not known. */
  unitCost: string | null;
  stock: number;
  inventoryItemId: string;
  weightGrams: number;
  options: { name: string; value: string }[];
  position: number;
  requiresShipping: boolean;
  createdAt: string;
  updatedAt: string;
};
