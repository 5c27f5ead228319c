/**
 * Faults that the next calls to an end meet. What each mode does, at every end alike:
 * `refuse` turned away before anything was read · `timeout` no answer until `ms` (default: the caller gives up) ·
 * `reset` the connection breaks in the middle · `slow` carried out after `ms` (default 3000) · `throttle` told to come
 * back later · `server-error` an error of the far end, nothing was done · `accept-then-drop` carried out, but the
 * connection breaks before the answer: the caller cannot know.
 */
export const FAULT_TARGETS = ['smtp', 'sms', 'whatsapp', 'admin-api', 'webhook-network'] as const;
export const FAULT_MODES = [
  'refuse',
  'timeout',
  'reset',
  'slow',
  'throttle',
  'server-error',
  'accept-then-drop',
] as const;

export type FaultTarget = (typeof FAULT_TARGETS)[number];
export type FaultMode = (typeof FAULT_MODES)[number];
export type Fault = { target: FaultTarget; mode: FaultMode; count: number; ms: number | undefined };

export type Faults = {
  add(fault: Fault): void;
  /** The fault that this call meets, used up by one; null for a call that goes well. */
  take(target: FaultTarget): Fault | null;
  list(): Fault[];
  clear(): void;
};

/** An empty list of faults. They are met in the order in which they were added, per target. */
export function createFaults(): Faults {
  let faults: Fault[] = [];
  return {
    add: (fault) => {
      faults.push({ ...fault });
    },
    take(target) {
      const fault = faults.find((one) => one.target === target);
      if (fault === undefined) return null;
      fault.count -= 1;
      if (fault.count <= 0) faults = faults.filter((one) => one !== fault);
      return { ...fault };
    },
    list: () => faults.map((fault) => ({ ...fault })),
    clear: () => {
      faults = [];
    },
  };
}
