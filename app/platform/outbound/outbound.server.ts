import http from 'node:http';
import https from 'node:https';
import { isIP } from 'node:net';
import type { Outbound, OutboundResult } from './port.ts';
import { ForbiddenAddressError, isPublicAddress, lookupOnly } from './public-address.server.ts';

const timeoutMs = 10_000;

const publicLookup = lookupOnly(isPublicAddress);

/**
 * The outbound port over node's own client.
 * @param isOpen also http and private addresses: for development and tests, never in production
 */
export function createOutbound({ isOpen }: { isOpen: boolean }): Outbound {
  return {
    async post({ url, body, headers }) {
      if (!URL.canParse(url)) return { kind: 'forbidden', reason: 'not an address' };
      const target = new URL(url);
      const isSecure = target.protocol === 'https:';
      if (!isSecure && !(isOpen && target.protocol === 'http:'))
        return { kind: 'forbidden', reason: 'https is needed' };
      if (target.username || target.password)
        return { kind: 'forbidden', reason: 'no passwords in addresses' };
      const host = target.hostname.replace(/^\[|\]$/g, '');
      // A literal address is not looked up by anybody.
      if (!isOpen && isIP(host) !== 0 && !isPublicAddress(host))
        return { kind: 'forbidden', reason: 'not an address of the public internet' };
      return new Promise<OutboundResult>((resolve) => {
        const request = (isSecure ? https : http).request(
          target,
          {
            method: 'POST',
            ...(isOpen ? {} : { lookup: publicLookup }),
            headers: {
              'content-type': 'application/json',
              'content-length': Buffer.byteLength(body),
              ...headers,
            },
            signal: AbortSignal.timeout(timeoutMs),
            agent: false,
          },
          (response) => {
            resolve({ kind: 'answered', status: response.statusCode ?? 0 });
            // Only the status counts; nobody may make us read on and on.
            response.destroy();
          },
        );
        request.on('error', (error) => {
          resolve(
            error instanceof ForbiddenAddressError
              ? { kind: 'forbidden', reason: error.message }
              : { kind: 'unreachable', reason: error.message.slice(0, 200) },
          );
        });
        request.end(body);
      });
    },
  };
}
