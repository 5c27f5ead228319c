import { gid } from '../../store/ids.ts';
import type { Product } from '../../store/records.ts';
import type { ProductCollection } from '../../store/tables.ts';
import { integer, localTime } from '../json.ts';
import type { Scene } from './common.ts';

/** products/create and products/update: full variants for the first 100 only. */
export function productBody(scene: Scene, product: Product) {
  const { shop, store } = scene;
  const at = (iso: string) => localTime(iso, shop.timezone);
  const variants = product.variantIds.flatMap((id) => store.tables.variants.get(id) ?? []);
  const image =
    product.image === null
      ? null
      : {
          id: integer(product.image.id),
          position: 1,
          product_id: integer(product.id),
          created_at: at(product.createdAt),
          updated_at: at(product.updatedAt),
          alt: product.image.alt,
          width: 800,
          height: 800,
          src: `${store.sandboxUrl()}${product.image.url}`,
          variant_ids: [],
          admin_graphql_api_id: gid('ProductImage', product.image.id),
        };
  return {
    admin_graphql_api_id: gid('Product', product.id),
    body_html: product.descriptionHtml,
    created_at: at(product.createdAt),
    handle: product.handle,
    id: integer(product.id),
    product_type: product.productType,
    published_at: at(product.createdAt),
    template_suffix: null,
    title: product.title,
    updated_at: at(product.updatedAt),
    vendor: product.vendor,
    status: product.status.toLowerCase(),
    published_scope: 'global',
    tags: product.tags.join(', '),
    variants: variants.slice(0, 100).map((variant) => ({
      admin_graphql_api_id: gid('ProductVariant', variant.id),
      barcode: null,
      compare_at_price: variant.compareAtPrice,
      created_at: at(variant.createdAt),
      id: integer(variant.id),
      inventory_policy: 'deny',
      position: variant.position,
      price: variant.price,
      product_id: integer(product.id),
      sku: variant.sku,
      taxable: true,
      title: variant.title,
      updated_at: at(variant.updatedAt),
      option1: variant.options[0]?.value ?? null,
      option2: variant.options[1]?.value ?? null,
      option3: variant.options[2]?.value ?? null,
      image_id: null,
      inventory_item_id: integer(variant.inventoryItemId),
      inventory_quantity: variant.stock,
      old_inventory_quantity: variant.stock,
    })),
    options: product.options.map((option, index) => ({
      name: option.name,
      id: integer(`${BigInt(product.id) + BigInt(index)}`),
      product_id: integer(product.id),
      position: index + 1,
      values: option.values,
    })),
    images: image === null ? [] : [image],
    image,
    media: [],
    variant_gids: variants.map((variant) => ({
      admin_graphql_api_id: gid('ProductVariant', variant.id),
      updated_at: variant.updatedAt,
    })),
    has_variants_that_requires_components: false,
    category: null,
  };
}

/** products/delete. */
export function productDeletedBody(product: Product) {
  return { id: integer(product.id) };
}

/** collections/update. Which goods are in it is not said. */
export function collectionBody({ shop }: Scene, collection: ProductCollection) {
  const at = (iso: string) => localTime(iso, shop.timezone);
  return {
    id: integer(collection.id),
    handle: collection.handle,
    title: collection.title,
    updated_at: at(collection.updatedAt),
    body_html: '',
    published_at: at(collection.createdAt),
    sort_order: 'best-selling',
    template_suffix: null,
    published_scope: 'global',
    admin_graphql_api_id: gid('Collection', collection.id),
  };
}
