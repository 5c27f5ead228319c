import { lookup as dnsLookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/**
 * Addresses that lead nowhere public: IANA's special-purpose registries (RFC 6890 and its successors). What a merchant types must
 * not make us knock at our own doors, nor at those of the cloud that we run in.
 */
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

/** What a connection fails with when the name leads to a place that we do not go to. */
export class ForbiddenAddressError extends Error {}

/**
 * Looks a name up and refuses it unless every address may be gone to; what was looked at is what is connected to, so a name that
 * changes its mind in between gains nothing.
 */
export function lookupOnly(isAllowed: (address: string) => boolean): LookupFunction {
  return (hostname, options, callback) => {
    dnsLookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, []);
      const wrong = addresses.find(({ address }) => !isAllowed(address));
      if (wrong || addresses.length === 0)
        return callback(new ForbiddenAddressError('not an address of the public internet'), []);
      if (options.all) return callback(null, addresses);
      const [first] = addresses;
      return callback(null, first?.address ?? '', first?.family ?? 4);
    });
  };
}
