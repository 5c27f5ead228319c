import { HELD_OUT } from '@reprise/rules';
import { z } from 'zod';
import { metrics, subjectKinds } from './experiment.ts';

const mostVariants = 10;

const variantSchema = z.object({
  id: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,40}$/, 'letters, digits, - and _, at most 40')
    .refine((id) => id !== HELD_OUT, `may not be ${HELD_OUT}`),
  name: z.string().trim().min(1).max(60),
  weight: z.int().min(1).max(1000),
});

/** What a feature says to start a test. The first variant is the one that was there before. */
export const experimentInput = z.object({
  subjectKind: z.enum(subjectKinds),
  subjectId: z.string().min(1).max(64),
  name: z.string().trim().min(1).max(120),
  variants: z
    .array(variantSchema)
    .min(2)
    .max(mostVariants)
    .refine((list) => new Set(list.map(({ id }) => id)).size === list.length, 'two variants have one id'),
  /** percent of people who see none of the variants, so that the effect of the whole can be told */
  holdOutPercent: z.number().min(0).max(50).default(5),
  metric: z.enum(metrics).default('revenue'),
  isAutoTake: z.boolean().default(false),
});

export type ExperimentInput = z.input<typeof experimentInput>;
