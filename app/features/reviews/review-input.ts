import { z } from 'zod';
import { maxBody, maxName, maxTitle } from './review.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: that is the point: control characters do not belong in a review
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;

/** Text as a person typed it: well-formed, line breaks of one kind, nothing invisible; empty counts as none. */
const typed = (most: number) =>
  z
    .string()
    .transform((text) => text.toWellFormed().replace(/\r\n?/g, '\n').replace(control, '').trim())
    .pipe(z.string().max(most));

const optional = (most: number) => typed(most).transform((text) => (text === '' ? null : text));

export const givenReview = z.object({
  productId: z.string().regex(/^\d{1,20}$/),
  rating: z.coerce.number().int().min(1).max(5),
  title: optional(maxTitle),
  body: optional(maxBody),
  droppedPhotos: z.array(z.string().max(40)).max(10),
});
export type GivenReview = z.output<typeof givenReview>;

/** What the review page sends. */
export const giveReviewsInput = z.object({
  entries: z.array(givenReview).min(1).max(10),
  authorName: typed(maxName).pipe(z.string().min(1)),
  locale: z.string().max(35).nullable(),
});
export type GiveReviewsInput = z.output<typeof giveReviewsInput>;
