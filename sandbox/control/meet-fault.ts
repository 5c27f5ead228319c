import type { Request, Response } from 'express';
import type { Fault } from './faults.ts';

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** An hour: longer than any caller waits. */
const NEVER_MS = 3_600_000;

/**
 * Lets an HTTP call meet a fault. `carryOut` does the real work and answers; it is not called when the fault says that
 * nothing was done. With `accept-then-drop` its answer is thrown away and the connection broken.
 */
export async function meetFault(
  fault: Fault | null,
  request: Request,
  response: Response,
  answers: { throttle(): void; serverError(): void; carryOut(response: Response): void | Promise<void> },
): Promise<void> {
  switch (fault?.mode) {
    case undefined:
      return answers.carryOut(response);
    case 'refuse':
    case 'reset':
      request.socket.resetAndDestroy();
      return;
    case 'timeout':
      await wait(fault.ms ?? NEVER_MS);
      request.socket.destroy();
      return;
    case 'slow':
      await wait(fault.ms ?? 3000);
      return answers.carryOut(response);
    case 'throttle':
      return answers.throttle();
    case 'server-error':
      return answers.serverError();
    case 'accept-then-drop': {
      const deaf = Object.create(response) as Response;
      deaf.status = () => deaf;
      deaf.set = () => deaf;
      deaf.json = () => deaf;
      deaf.send = () => deaf;
      deaf.type = () => deaf;
      await answers.carryOut(deaf);
      request.socket.resetAndDestroy();
    }
  }
}
