import pino from 'pino';

/** Structured log. Bind shop, request or job id with `child`; never a name, an address or a token. */
export type Logger = pino.Logger;

const redact = [
  'email',
  'phone',
  'firstName',
  'lastName',
  'address',
  'to',
  'token',
  'accessToken',
  'authorization',
  '*.email',
  '*.phone',
  '*.firstName',
  '*.lastName',
  '*.address',
  '*.to',
  '*.token',
  '*.accessToken',
  '*.authorization',
];

/** @param level pino's level names @param service `web` or `worker` */
export function createLogger(level: string, service: string): Logger {
  return pino({
    level,
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: redact, censor: '[personal]' },
    serializers: {
      err: (error: Error) => ({ type: error.name, message: error.message, stack: error.stack }),
    },
  });
}
