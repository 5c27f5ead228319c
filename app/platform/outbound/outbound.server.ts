import { lookup as dnsLookup } from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import type { Outbound, OutboundResult } from './port.ts';

const timeoutMs = 10_000;

/** Addresses that lead nowhere public: IANA's special-purpose registries (RFC 6890 and its successors). */
const inside = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  inside.addSubnet(network, prefix, 'ipv4');

/** What may be called of IPv6: global unicast alone, and of that neither documentation nor what carries an IPv4 address in it. */
const publicV6 = new BlockList();
publicV6.addSubnet('2000::', 3, 'ipv6');
const insideV6 = new BlockList();
for (const [network, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  insideV6.addSubnet(network, prefix, 'ipv6');

/** Does this address belong to the public internet? */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !inside.check(address, 'ipv4');
  if (family === 6) return publicV6.check(address, 'ipv6') && !insideV6.check(address, 'ipv6');
  return false;
}

class ForbiddenAddressError extends Error {}

/** Looks a name up and refuses it unless every address is public; what was looked at is what is connected to. */
const publicLookup: LookupFunction = (hostname, options, callback) => {
  dnsLookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, []);
    const wrong = addresses.find(({ address }) => !isPublicAddress(address));
    if (wrong || addresses.length === 0)
      return callback(new ForbiddenAddressError('not an address of the public internet'), []);
    if (options.all) return callback(null, addresses);
    const [first] = addresses;
    return callback(null, first?.address ?? '', first?.family ?? 4);
  });
};

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
