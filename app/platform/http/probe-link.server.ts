import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import { ForbiddenAddressError, isPublicAddress, lookupOnly } from '../outbound/public-address.server.ts';

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
        lookup: lookupOnly(isAllowed),
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
      if (error instanceof ForbiddenAddressError) resolve(refused);
      else if (error.code === 'ENOTFOUND') resolve(failed({ kind: 'dead', answer: 'ENOTFOUND' }));
      else resolve(failed({ kind: 'unsure', answer: signal.aborted ? 'timeout' : (error.code ?? 'error') }));
    });
    outgoing.end();
  });
}
