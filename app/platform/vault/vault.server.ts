import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomFillSync,
} from 'node:crypto';

/**
 * Sealing of secrets and personal fields: AES-256-GCM (NIST SP 800-38D), 96-bit random nonce, 128-bit tag.
 * A sealed text is `keyId.base64url(nonce ‖ ciphertext ‖ tag)`, so keys can be rotated: the first key seals, all open.
 */
export interface Vault {
  seal(text: string): string;
  /** @throws Error when the key is unknown or the text was tampered with */
  open(sealed: string): string;
  /** The same for bytes, without base64: one byte with the key id's length, key id, nonce, ciphertext, tag. */
  sealBytes(bytes: Uint8Array): Buffer;
  /** @throws Error when the key is unknown or the bytes were tampered with */
  openBytes(sealed: Uint8Array): Buffer;
  sealOptional(text: string | null | undefined): string | null;
  openOptional(sealed: string | null | undefined): string | null;
  /** Keyed hash (HMAC-SHA256, base64url, 32 characters) for look-ups; equal within a shop only. Survives key rotation. */
  hash(shopId: string, kind: string, value: string): string;
  /** A signature for links: HMAC-SHA256 over purpose and value, base64url, 32 characters. */
  sign(purpose: string, value: string): string;
  /** Constant-time check of `sign`. */
  isSigned(purpose: string, value: string, signature: string): boolean;
  /** true when the text was sealed with a key that is no longer the first */
  isOld(sealed: string): boolean;
}

/** Random nonces, drawn from the system 256 at a time: one draw each would be a third of the cost of sealing. */
function nonces(): () => Buffer {
  const pool = Buffer.alloc(12 * 256);
  let at = pool.length;
  return () => {
    if (at === pool.length) {
      randomFillSync(pool);
      at = 0;
    }
    at += 12;
    return Buffer.from(pool.subarray(at - 12, at));
  };
}

/**
 * @param keys first seals, all open. The hash and signature keys are derived (HKDF-SHA256) from the LAST key, so that adding a
 *   new first key does not change look-up hashes; the last key is retired only together with a re-hash.
 */
export function createVault(keys: { id: string; key: Buffer }[]): Vault {
  const first = keys[0];
  const last = keys.at(-1);
  if (!first || !last) throw new Error('the vault needs at least one key');
  // Key objects are made once: Node 24 builds one anew whenever it is given bytes, which costs more than sealing 6 KB.
  const byId = new Map(keys.map(({ id, key }) => [id, createSecretKey(key)]));
  const sealKey = byId.get(first.id) as KeyObject;
  const derive = (purpose: string) =>
    createSecretKey(Buffer.from(hkdfSync('sha256', last.key, '', purpose, 32)));
  const hashKey = derive('reprise look-up hash');
  const signKey = derive('reprise link signature');
  const nextNonce = nonces();

  function seal(text: string): string {
    const nonce = nextNonce();
    const cipher = createCipheriv('aes-256-gcm', sealKey, nonce);
    const sealed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return `${first!.id}.${sealed.toString('base64url')}`;
  }

  function open(sealed: string): string {
    const dot = sealed.indexOf('.');
    const key = byId.get(sealed.slice(0, dot));
    if (!key) throw new Error('sealed with a key that is not configured');
    const bytes = Buffer.from(sealed.slice(dot + 1), 'base64url');
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
    decipher.setAuthTag(bytes.subarray(-16));
    return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString('utf8');
  }

  const prefix = Buffer.concat([Buffer.from([Buffer.byteLength(first.id)]), Buffer.from(first.id)]);

  function sealBytes(bytes: Uint8Array): Buffer {
    const nonce = nextNonce();
    const cipher = createCipheriv('aes-256-gcm', sealKey, nonce);
    const head = cipher.update(bytes);
    cipher.final();
    return Buffer.concat([prefix, nonce, head, cipher.getAuthTag()]);
  }

  function openBytes(sealed: Uint8Array): Buffer {
    const length = sealed[0] ?? 0;
    const key = byId.get(Buffer.from(sealed.subarray(1, 1 + length)).toString());
    if (!key) throw new Error('sealed with a key that is not configured');
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1 + length, 13 + length));
    decipher.setAuthTag(sealed.subarray(-16));
    return Buffer.concat([decipher.update(sealed.subarray(13 + length, -16)), decipher.final()]);
  }

  function sign(purpose: string, value: string): string {
    return createHmac('sha256', signKey).update(`${purpose}\0${value}`).digest('base64url').slice(0, 32);
  }

  return {
    seal,
    open,
    sealBytes,
    openBytes,
    sealOptional: (text) => (text ? seal(text) : null),
    openOptional: (sealed) => (sealed ? open(sealed) : null),
    hash: (shopId, kind, value) =>
      createHmac('sha256', hashKey).update(`${shopId}\0${kind}\0${value}`).digest('base64url').slice(0, 32),
    sign,
    isSigned(purpose, value, signature) {
      const wanted = sign(purpose, value);
      let difference = wanted.length ^ signature.length;
      for (let i = 0; i < wanted.length; i++)
        difference |= wanted.charCodeAt(i) ^ (signature.charCodeAt(i) || 0);
      return difference === 0;
    },
    isOld: (sealed) => sealed.slice(0, sealed.indexOf('.')) !== first.id,
  };
}
