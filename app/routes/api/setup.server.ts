import { z } from 'zod';
import { activateDefaults } from '../../features/home/index.server.ts';
import { adminTokenContext } from '../../wiring/context.server.ts';
import { type DirectHandler, jsonAnswer } from '../direct.ts';

const bodySchema = z.strictObject({ activate: z.literal('defaults') });

/**
 * `POST /api/setup {"activate":"defaults"}` with an admin session token: what the Home page's button does. 400 names the field
 * that is wrong, 401 the token's fault, 409 when the app has never been opened for this shop.
 */
export const setup: DirectHandler = async (request, deps) => {
  const who = await adminTokenContext(deps, request.headers.authorization);
  if (who.kind === 'refused') return jsonAnswer(401, { error: `session token: ${who.reason}` });
  if (who.kind === 'not-installed') {
    return jsonAnswer(409, { error: 'the app is not installed in this shop: open it in the admin first' });
  }
  let json: unknown;
  try {
    json = JSON.parse(request.body.toString('utf8'));
  } catch {
    return jsonAnswer(400, { error: 'the body is not JSON', field: 'body' });
  }
  const parsed = bodySchema.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const unknown = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
    const field = unknown ?? (issue?.path.join('.') || 'body');
    const problem = unknown ? 'is not known' : 'must be "defaults"';
    return jsonAnswer(400, { error: `${field}: ${problem}`, field });
  }
  return jsonAnswer(200, { activated: await activateDefaults(who.ctx) });
};
