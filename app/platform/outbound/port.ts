/** Calls addresses that merchants have typed in: other systems that want to know what has happened. */
export interface Outbound {
  /** Posts JSON. Follows no redirects. Never throws for what the other side does or is. */
  post(input: { url: string; body: string; headers: Record<string, string> }): Promise<OutboundResult>;
}

export type OutboundResult =
  /** it answered; 2xx is a yes */
  | { kind: 'answered'; status: number }
  /** we do not call such an address (not https, or inside a private network) */
  | { kind: 'forbidden'; reason: string }
  /** no answer: unreachable, too slow, broken */
  | { kind: 'unreachable'; reason: string };
