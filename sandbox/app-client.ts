import type { Work } from './clock/advance.ts';

/** What the sandbox asks the app: how much work is open. */
export type AppClient = { work(): Promise<Work | null>; isReady(): Promise<boolean> };

/** A client for the app at this address; without one there is never anything to do. */
export function createAppClient(appUrl: string | null, operatorToken: string): AppClient {
  if (appUrl === null) return { work: async () => ({ open: 0, nextAt: null }), isReady: async () => true };
  return {
    async work() {
      try {
        const answer = await fetch(`${appUrl}/operator/work`, {
          headers: { Authorization: `Bearer ${operatorToken}` },
          signal: AbortSignal.timeout(5000),
        });
        if (!answer.ok) return null;
        const body = (await answer.json()) as {
          webhooks: number;
          jobs: number;
          dueRows: number;
          nextDueAt: string | null;
        };
        return {
          open: body.webhooks + body.jobs + body.dueRows,
          nextAt: body.nextDueAt === null ? null : new Date(body.nextDueAt),
        };
      } catch {
        return null;
      }
    },
    async isReady() {
      try {
        return (await fetch(`${appUrl}/ready`, { signal: AbortSignal.timeout(3000) })).ok;
      } catch {
        return false;
      }
    },
  };
}
