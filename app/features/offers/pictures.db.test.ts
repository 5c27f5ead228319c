import sharp from 'sharp';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestContext, type TestContext } from '../../../tests/support/context.ts';
import { day } from '../../kit/span.ts';
import { forgetPictures, readPicture, saveOffer, savePicture } from './index.server.ts';
import { makeOffer, merchant, offerFixture } from './testing.ts';

let t: TestContext;
beforeEach(async () => {
  t = await createTestContext();
});
afterEach(() => t.cleanup());

const picture = (width = 2_000) =>
  sharp({ create: { width, height: 1_000, channels: 3, background: '#1f5c4d' } })
    .jpeg()
    .withExif({ IFD0: { Copyright: 'somebody’s name' }, IFD3: { GPSLatitude: '52/1 30/1 0/1' } })
    .toBuffer();

test('a picture is written anew: smaller, without what the camera wrote into it, and served for good', async () => {
  const saved = await savePicture(t.ctx, await picture());
  if (saved.kind !== 'saved') throw new Error(saved.reason);
  expect(saved.url).toBe(`https://app.example/offer-pictures/${saved.id}`);
  const read = await readPicture(t.app, saved.id);
  expect(read?.mime).toBe('image/webp');
  expect(read?.bytes.toString('latin1')).not.toContain('somebody');
  const meta = await sharp(read?.bytes).metadata();
  expect(meta).toMatchObject({ width: 1_200, height: 600, format: 'webp' });
  expect(meta.exif).toBeUndefined();
  expect(await readPicture(t.app, 'pic_000000000000000000000000')).toBeNull();
  expect(await readPicture(t.app, "' or 1=1")).toBeNull();
});

test('what is no picture is refused, whatever it calls itself', async () => {
  const refused = (reason: string) => ({ kind: 'refused', reason });
  expect(await savePicture(t.ctx, Buffer.from('<svg onload="alert(1)"/>'))).toEqual(refused('not_a_photo'));
  expect(await savePicture(t.ctx, Buffer.alloc(6 * 1024 * 1024))).toEqual(refused('too_large'));
  const half = (await picture()).subarray(0, 4_000);
  expect(await savePicture(t.ctx, half)).toEqual(refused('broken'));
});

test('a picture that no offer speaks of is forgotten after a month; one that an offer had before is kept', async () => {
  const ids = [];
  for (let n = 0; n < 4; n++) {
    const saved = await savePicture(t.ctx, await picture(40));
    ids.push(saved.kind === 'saved' ? saved.id : '');
  }
  const [lost, used, before, variant] = ids as [string, string, string, string];
  await makeOffer(t, { pictureId: used });
  await makeOffer(t, {
    test: {
      armWeight: '1',
      arms: [
        { id: 'b', name: 'B', weight: '1', texts: {}, discount: null, choice: null, pictureId: variant },
      ],
    },
  });
  const changed = await makeOffer(t, { pictureId: before });
  await saveOffer(t.ctx, changed, offerFixture(), 1, merchant);
  await forgetPictures(t.app);
  expect(await readPicture(t.app, lost)).not.toBeNull();
  t.clock.advance(31 * day);
  await forgetPictures(t.app);
  expect(await readPicture(t.app, lost)).toBeNull();
  for (const id of [used, before, variant]) expect(await readPicture(t.app, id)).not.toBeNull();
});
