import { z } from 'zod';
import { hour, minute } from '../../kit/span.ts';

const step = (afterMinutes: number) =>
  z
    .object({
      isOn: z.boolean().default(true),
      /** after the last activity in the checkout */
      afterMinutes: z
        .number()
        .int()
        .min(30)
        .max(14 * 24 * 60)
        .default(afterMinutes),
    })
    .prefault({});

/**
 * The merchant's choices about abandoned checkouts (column shop_settings.checkouts). A new shop reminds nobody until this
 * is switched on.
 */
export const checkoutsSettings = z
  .object({
    isOn: z.boolean().default(false),
    steps: z.tuple([step(60), step(24 * 60), step(48 * 60)]).prefault([{}, {}, {}]),
    /** in the third message, for people who never bought, once each */
    code: z
      .object({
        isOn: z.boolean().default(true),
        basisPoints: z.number().int().min(100).max(5000).default(1000),
        validHours: z.number().int().min(24).max(240).default(72),
      })
      .prefault({}),
  })
  .refine(
    ({ steps }) =>
      steps[0].afterMinutes < steps[1].afterMinutes && steps[1].afterMinutes < steps[2].afterMinutes,
    { path: ['steps'], message: 'each message comes later than the one before' },
  );
export type CheckoutsSettings = z.output<typeof checkoutsSettings>;

export type ReminderStep = 1 | 2 | 3;
export const reminderSteps: ReminderStep[] = [1, 2, 3];

/** When a step is due, and until when it is worth sending (the next step's time, or a day after the last). */
export function stepTimes(
  settings: CheckoutsSettings,
  lastActivityAt: Date,
  number: ReminderStep,
): { dueAt: Date; staleAt: Date } {
  const after = (n: ReminderStep) =>
    lastActivityAt.getTime() + (settings.steps[n - 1]?.afterMinutes ?? 0) * minute;
  const dueAt = after(number);
  const staleAt = number < 3 ? after((number + 1) as ReminderStep) : dueAt + 24 * hour;
  return { dueAt: new Date(dueAt), staleAt: new Date(Math.max(staleAt, dueAt + 12 * hour)) };
}
