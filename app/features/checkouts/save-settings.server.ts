import type { Context } from '../../platform/context.ts';
import { readSettings, type SaveSettingsResult, saveSettings } from '../shops/index.server.ts';
import { type CheckoutsSettings, checkoutsSettings } from './settings.ts';

/** The settings with the version that the merchant sees, for a form. */
export async function readCheckoutsForm(
  ctx: Pick<Context, 'db' | 'shop'>,
): Promise<{ settings: CheckoutsSettings; version: number }> {
  const { parts, version } = await readSettings(ctx);
  return { settings: checkoutsSettings.parse(parts.checkouts), version };
}

/**
 * Saves the merchant's choices. Timers that are set already keep their time, but every rule is asked again when it comes: a
 * step that is now later waits for its new time, a switched-off one does not run.
 */
export async function saveCheckoutsSettings(
  ctx: Context,
  input: unknown,
  seenVersion: number,
): Promise<SaveSettingsResult | { kind: 'invalid'; fields: string[] }> {
  const parsed = checkoutsSettings.safeParse(input);
  if (!parsed.success) {
    return { kind: 'invalid', fields: parsed.error.issues.map(({ path }) => path.join('.')) };
  }
  return saveSettings(ctx, { checkouts: parsed.data }, seenVersion);
}
