import { unstable_parseMultipartFormData as parseMultipart } from '@remix-run/node';
import { cleanPhoto, type UploadedPhoto } from '../../features/reviews/index.server.ts';
import {
  type GiveReviewsInput,
  giveReviewsInput,
  maxPhotoBytes,
  maxPhotos,
} from '../../features/reviews/index.ts';

/** What was typed, for showing the form again. */
export interface TypedReview {
  rating: string;
  title: string;
  body: string;
}

export type ReviewFormResult =
  | { kind: 'postpone' }
  | { kind: 'valid'; input: GiveReviewsInput; uploads: UploadedPhoto[] }
  | {
      kind: 'invalid';
      errors: Record<string, 'rating' | 'too_long' | 'name'>;
      typed: Record<string, TypedReview>;
      authorName: string;
    }
  | { kind: 'too_much' };

const maxTextBytes = 64 * 1024;
const maxTotalBytes = 100 * 1024 * 1024;

/** Reads the form of the review page. Pictures are taken in, looked at and let go of one at a time. */
export async function readReviewForm(
  request: Request,
  productIds: string[],
  locale: string | null,
): Promise<ReviewFormResult> {
  if (Number(request.headers.get('content-length') ?? 0) > maxTotalBytes) return { kind: 'too_much' };
  const uploads: UploadedPhoto[] = [];
  const isMultipart = request.headers.get('content-type')?.startsWith('multipart/form-data');
  let total = 0;
  const form = isMultipart
    ? await parseMultipart(request, async ({ name, filename, data }) => {
        const chunks: Uint8Array[] = [];
        let length = 0;
        const most = filename === undefined ? maxTextBytes : maxPhotoBytes + 1;
        for await (const chunk of data) {
          length += chunk.byteLength;
          total += chunk.byteLength;
          if (total > maxTotalBytes) throw new Response(null, { status: 413 });
          if (length <= most) chunks.push(chunk); // the rest is read past, not kept
        }
        if (filename === undefined) return Buffer.concat(chunks).toString('utf8');
        const productId = name.slice('photos.'.length);
        if (length === 0 || !name.startsWith('photos.') || !productIds.includes(productId)) return undefined;
        if (uploads.filter((one) => one.productId === productId).length >= maxPhotos * 2) return undefined;
        const result =
          length > maxPhotoBytes
            ? ({ kind: 'refused', reason: 'too_large' } as const)
            : await cleanPhoto(Buffer.concat(chunks));
        uploads.push({ productId, name: filename.slice(0, 80), result });
        return undefined;
      })
    : await request.formData().catch(() => new FormData());
  if (form.get('intent') === 'postpone') return { kind: 'postpone' };
  return judgeForm(form, productIds, locale, uploads);
}

function judgeForm(
  form: FormData,
  productIds: string[],
  locale: string | null,
  uploads: UploadedPhoto[],
): ReviewFormResult {
  const field = (name: string) => String(form.get(name) ?? '');
  const typed: Record<string, TypedReview> = {};
  const errors: Record<string, 'rating' | 'too_long' | 'name'> = {};
  for (const id of productIds)
    typed[id] = { rating: field(`rating.${id}`), title: field(`title.${id}`), body: field(`body.${id}`) };
  for (const id of productIds) {
    const { rating, title, body } = typed[id]!;
    const hasPhotos = uploads.some(({ productId }) => productId === id);
    if (!rating && (title.trim() || body.trim() || hasPhotos)) errors[id] = 'rating';
  }
  const rated = productIds.filter((id) => typed[id]?.rating);
  if (rated.length === 0 && Object.keys(errors).length === 0 && productIds[0])
    errors[productIds[0]] = 'rating';
  const authorName = field('name');
  const parsed = giveReviewsInput.safeParse({
    entries: rated.map((id) => ({
      productId: id,
      ...typed[id],
      droppedPhotos: form.getAll(`drop.${id}`).map(String),
    })),
    authorName,
    locale,
  });
  if (parsed.success && Object.keys(errors).length === 0)
    return { kind: 'valid', input: parsed.data, uploads };
  for (const issue of parsed.error?.issues ?? []) {
    const [first, index, key] = issue.path;
    if (first === 'authorName') errors.name = 'name';
    const id = first === 'entries' && typeof index === 'number' ? rated[index] : undefined;
    if (id) errors[id] = key === 'rating' ? 'rating' : 'too_long';
  }
  return { kind: 'invalid', errors, typed, authorName };
}
