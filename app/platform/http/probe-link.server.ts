import { lookup as dnsLookup } from 'node:dns';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { BlockList, isIP } from 'node:net';

/** What a try of an address has shown. */
export type Probe =
  | { kind: 'alive' }
  /** the other side has answered that there is nothing, or there is nobody of that name */
  | { kind: 'dead'; answer: string }
  /** no answer in time, an answer that says nothing (a wall against robots), or a place we do not go to */
  | { kind: 'unsure'; answer: string };

export type LinkProbe = (url: string) => Promise<Probe>;

const timeoutMs = 5_000;
const mostRedirects = 4;

/**
 * Addresses that are not the public internet (IANA special-purpose registries, RFC 6890): a merchant's link must not make us
 * knock at our own doors, nor at those of the cloud that we run in.
 */
const notPublic = new BlockList();
for (const [net, prefix] of [
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
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const) {
  notPublic.addSubnet(net, prefix, 'ipv4');
}

/** true for an address that anybody on the internet can reach. IPv6: global unicast only, without those that wrap an IPv4. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !notPublic.check(address, 'ipv4');
  if (family !== 6) return false;
  const first = Number.parseInt(address.split(':')[0] || '0', 16);
  // 2000::/3, without documentation (2001:db8::/32), Teredo (2001::/32) and 6to4 (2002::/16), which carry IPv4 inside.
  if (first < 0x2000 || first > 0x3fff || first === 0x2002) return false;
  return !/^2001:(0*:|:|0*db8:)/i.test(address);
}

/**
 * Builds a careful visitor: asks with HEAD, with GET where HEAD is not taken; follows few redirects, reads no body, waits five
 * seconds. The address is checked when it is connected to, so a name that changes its mind in between gains nothing.
 */
export function createLinkProbe(isAllowed: (address: string) => boolean = isPublicAddress): LinkProbe {
  return async (url) => {
    let at = url;
    let method: 'HEAD' | 'GET' = 'HEAD';
    for (let hop = 0; hop <= mostRedirects; hop++) {
      const answer = await ask(at, method, isAllowed);
      if (answer.kind === 'failed') return answer.probe;
      const { status, location } = answer;
      if (status >= 300 && status < 400 && location) {
        if (!URL.canParse(location, at)) return { kind: 'dead', answer: String(status) };
        at = new URL(location, at).href;
        continue;
      }
      if (status < 400) return { kind: 'alive' };
      if (method === 'HEAD' && status !== 429) {
        method = 'GET';
        continue;
      }
      return { kind: status === 404 || status === 410 ? 'dead' : 'unsure', answer: String(status) };
    }
    return { kind: 'unsure', answer: 'redirects' };
  };
}

type Answer =
  | { kind: 'answered'; status: number; location: string | null }
  | { kind: 'failed'; probe: Probe };

function ask(url: string, method: 'HEAD' | 'GET', isAllowed: (address: string) => boolean): Promise<Answer> {
  const { protocol, hostname, port } = new URL(url);
  const bare = hostname.replace(/^\[|\]$/g, '');
  const failed = (probe: Probe): Answer => ({ kind: 'failed', probe });
  const refused = failed({ kind: 'unsure', answer: 'private' });
  if (protocol !== 'http:' && protocol !== 'https:') return Promise.resolve(refused);
  // Other ports are other services: shops have their pages on the usual ones.
  if (port && isAllowed === isPublicAddress) return Promise.resolve(refused);
  if (isIP(bare) && !isAllowed(bare)) return Promise.resolve(refused);
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(timeoutMs);
    const outgoing = (protocol === 'https:' ? httpsRequest : httpRequest)(
      url,
      {
        method,
        signal,
        agent: false,
        headers: { 'User-Agent': 'Reprise link check', Accept: '*/*' },
        lookup: (name, options, callback) => {
          dnsLookup(name, { ...options, all: true }, (error, found) => {
            if (error) return callback(error, '', 0);
            const allowed = found.filter(({ address }) => isAllowed(address));
            if (allowed.length === 0)
              return callback(Object.assign(new Error('private'), { code: 'EPRIVATE' }), '', 0);
            if (options.all) return callback(null, allowed as never);
            callback(null, allowed[0]!.address, allowed[0]!.family);
          });
        },
      },
      (response: IncomingMessage) => {
        response.destroy();
        resolve({
          kind: 'answered',
          status: response.statusCode ?? 0,
          location: response.headers.location ?? null,
        });
      },
    );
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPRIVATE') resolve(refused);
      else if (error.code === 'ENOTFOUND') resolve(failed({ kind: 'dead', answer: 'ENOTFOUND' }));
      else resolve(failed({ kind: 'unsure', answer: signal.aborted ? 'timeout' : (error.code ?? 'error') }));
    });
    outgoing.end();
  });
}
