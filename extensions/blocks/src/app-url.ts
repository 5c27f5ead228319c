/** Replaced at build time; nothing else of an environment reaches the bundle. */
declare const process: { readonly env: { readonly APP_URL: string } };

/** Base URL of the app, baked in when the extension is built. */
export function appUrl(): string {
  return process.env.APP_URL;
}
