import { fileTypeFromBuffer } from 'file-type';
import pLimit from 'p-limit';
import sharp from 'sharp';
import { maxPhotoBytes } from './review.ts';

export interface CleanPhoto {
  bytes: Buffer;
  contentType: 'image/webp';
  width: number;
  height: number;
}

export type PhotoResult =
  | { kind: 'clean'; photo: CleanPhoto }
  | { kind: 'refused'; reason: 'too_large' | 'not_a_photo' | 'broken' };

const accepted = new Set(['image/jpeg', 'image/png', 'image/webp']);
/** Decoding is heavy: two at a time keep the web process answering others. */
const limit = pLimit(2);
/** A small file can unpack to gigabytes; today's phones stay below 50 megapixels. */
const maxPixels = 60_000_000;

/**
 * Makes an uploaded picture safe to show: its type is read from its content, not its name; it is decoded, turned upright,
 * scaled down and written anew as WebP, so that nothing of the original file (EXIF, GPS, hidden payloads) survives.
 * @param longestSide pixels; what is smaller is not enlarged
 */
export async function cleanPhoto(
  upload: Uint8Array,
  { longestSide = 1_600, maxBytes = maxPhotoBytes }: { longestSide?: number; maxBytes?: number } = {},
): Promise<PhotoResult> {
  if (upload.byteLength > maxBytes) return { kind: 'refused', reason: 'too_large' };
  const type = await fileTypeFromBuffer(upload).catch(() => undefined);
  if (!type || !accepted.has(type.mime)) return { kind: 'refused', reason: 'not_a_photo' };
  return limit(async (): Promise<PhotoResult> => {
    try {
      const { data, info } = await sharp(upload, { limitInputPixels: maxPixels, failOn: 'error', pages: 1 })
        .timeout({ seconds: 20 })
        .autoOrient()
        .resize({ width: longestSide, height: longestSide, fit: 'inside', withoutEnlargement: true })
        .toColorspace('srgb')
        .webp({ quality: 80 })
        .toBuffer({ resolveWithObject: true });
      return {
        kind: 'clean',
        photo: { bytes: data, contentType: 'image/webp', width: info.width, height: info.height },
      };
    } catch {
      return { kind: 'refused', reason: 'broken' };
    }
  });
}
