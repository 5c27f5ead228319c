/** One e-mail, ready to go. Addresses in clear live only as long as the call. */
export interface OutgoingEmail {
  /** our message id; becomes part of Message-ID, so that a bounce finds its ledger row */
  id: string;
  to: string;
  /** display name of the sender; the address is the operator's MAIL_FROM */
  fromName: string;
  replyTo?: string;
  subject: string;
  html: string;
  text: string;
  /** RFC 8058 one-click; required for marketing */
  unsubscribeUrl?: string;
}

/**
 * What the channel knows after a try. `unknown`: the server may or may not have accepted it, so it must not be sent again.
 * `retry`: certainly not accepted. `rejected`: will never be accepted.
 */
export type SendResult =
  | { kind: 'sent'; providerId: string }
  | { kind: 'retry'; reason: string }
  | { kind: 'rejected'; reason: string }
  | { kind: 'unknown'; reason: string };

export interface EmailChannel {
  send(email: OutgoingEmail): Promise<SendResult>;
  /**
   * Runs `work` (mark the message as being sent, `send`, record the answer) when it is its turn: no more at once than there
   * are connections. What waits for a connection is not marked yet, so a process that dies leaves no doubt about it.
   */
  turn<T>(work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
