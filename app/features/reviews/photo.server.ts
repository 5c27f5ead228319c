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
const longestSide = 1600;
/** A small file can unpack to gigabytes; today's phones stay below 50 megapixels. */
const maxPixels = 60_000_000;

/**
 * Makes an uploaded picture safe to show: its type is read from its content, not its name; it is decoded, turned upright,
 * scaled to at most 1600 px and written anew as WebP, so that nothing of the original file (EXIF, GPS, hidden payloads) survives.
 */
export async function cleanPhoto(upload: Uint8Array): Promise<PhotoResult> {
  if (upload.byteLength > maxPhotoBytes) return { kind: 'refused', reason: 'too_large' };
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
