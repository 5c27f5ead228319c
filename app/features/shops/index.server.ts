export { installShop } from './install-shop.server.ts';
export { recordScopes } from './record-scopes.server.ts';
export { refreshShop } from './refresh-shop.server.ts';
export { type ShopRow, shopColumns, toShopRef } from './shop-row.server.ts';
export { readSettings, type SaveSettingsResult, saveSettings } from './shop-settings.server.ts';
export { uninstallShop } from './uninstall-shop.server.ts';
