/** QR codes in byte mode, error correction M, versions 1 to 10: enough for 213 bytes, which is longer than our links. */

/** Per version: codewords per block of error correction, blocks of group 1 and their data, blocks of group 2 and theirs. */
const shapes: [number, number, number, number, number][] = [
  [10, 1, 16, 0, 0],
  [16, 1, 28, 0, 0],
  [26, 1, 44, 0, 0],
  [18, 2, 32, 0, 0],
  [24, 2, 43, 0, 0],
  [16, 4, 27, 0, 0],
  [18, 4, 31, 0, 0],
  [22, 2, 38, 2, 39],
  [22, 3, 36, 2, 37],
  [26, 4, 43, 1, 44],
];
const alignment: number[][] = [
  [],
  [6, 18],
  [6, 22],
  [6, 26],
  [6, 30],
  [6, 34],
  [6, 22, 38],
  [6, 24, 42],
  [6, 26, 46],
  [6, 28, 50],
];

const exponent = new Uint8Array(512);
const logarithm = new Uint8Array(256);
for (let at = 0, value = 1; at < 255; at += 1) {
  exponent[at] = value;
  exponent[at + 255] = value;
  logarithm[value] = at;
  value = (value << 1) ^ (value & 128 ? 0x11d : 0);
}
const multiply = (a: number, b: number): number =>
  a && b ? (exponent[(logarithm[a] ?? 0) + (logarithm[b] ?? 0)] ?? 0) : 0;

function remainder(data: number[], count: number): number[] {
  let generator = [1];
  for (let at = 0; at < count; at += 1) {
    const next = new Array<number>(generator.length + 1).fill(0);
    generator.forEach((factor, place) => {
      next[place] = (next[place] ?? 0) ^ factor;
      next[place + 1] = (next[place + 1] ?? 0) ^ multiply(factor, exponent[at] ?? 0);
    });
    generator = next;
  }
  const rest = [...data, ...new Array<number>(count).fill(0)];
  for (let at = 0; at < data.length; at += 1) {
    const factor = rest[at] ?? 0;
    generator.forEach((value, place) => {
      rest[at + place] = (rest[at + place] ?? 0) ^ multiply(value, factor);
    });
  }
  return rest.slice(data.length);
}

function codewords(bytes: Uint8Array, version: number): number[] {
  const [ec, blocks1, size1, blocks2, size2] = shapes[version - 1] ?? [0, 0, 0, 0, 0];
  const capacity = blocks1 * size1 + blocks2 * size2;
  const bits: number[] = [];
  const push = (value: number, length: number): void => {
    for (let at = length - 1; at >= 0; at -= 1) bits.push((value >> at) & 1);
  };
  push(4, 4);
  push(bytes.length, version < 10 ? 8 : 16);
  for (const byte of bytes) push(byte, 8);
  push(0, Math.min(4, capacity * 8 - bits.length));
  while (bits.length % 8) bits.push(0);
  const data: number[] = [];
  for (let at = 0; at < bits.length; at += 8) data.push(Number.parseInt(bits.slice(at, at + 8).join(''), 2));
  for (let pad = 0; data.length < capacity; pad += 1) data.push(pad % 2 ? 17 : 236);
  const blocks: number[][] = [];
  let taken = 0;
  for (let at = 0; at < blocks1 + blocks2; at += 1) {
    const length = at < blocks1 ? size1 : size2;
    blocks.push(data.slice(taken, taken + length));
    taken += length;
  }
  const checks = blocks.map((block) => remainder(block, ec));
  const out: number[] = [];
  for (let at = 0; at < Math.max(size1, size2); at += 1)
    for (const block of blocks) if (at < block.length) out.push(block[at] ?? 0);
  for (let at = 0; at < ec; at += 1) for (const check of checks) out.push(check[at] ?? 0);
  return out;
}

const bitsOf = (value: number, generator: number, length: number): number => {
  let rest = value << length;
  const top = generator.toString(2).length;
  for (let at = rest.toString(2).length; rest && at >= top; at = rest.toString(2).length)
    rest ^= generator << (at - top);
  return (value << length) | rest;
};

/** Dark modules of the code for a text, row by row, or null when the text is too long. */
export function qrMatrix(text: string): boolean[][] | null {
  const bytes = new TextEncoder().encode(text);
  const version =
    shapes.findIndex(([, b1, s1, b2, s2], at) => b1 * s1 + b2 * s2 - (at < 9 ? 2 : 3) >= bytes.length) + 1;
  if (version === 0) return null;
  const side = version * 4 + 17;
  const dark = Array.from({ length: side }, () => new Array<boolean>(side).fill(false));
  const fixed = Array.from({ length: side }, () => new Array<boolean>(side).fill(false));
  const put = (x: number, y: number, isDark: boolean): void => {
    const row = dark[y];
    const held = fixed[y];
    if (!row || !held || x < 0 || x >= side) return;
    row[x] = isDark;
    held[x] = true;
  };
  for (const [cx, cy] of [
    [3, 3],
    [side - 4, 3],
    [3, side - 4],
  ] as const)
    for (let dy = -4; dy <= 4; dy += 1)
      for (let dx = -4; dx <= 4; dx += 1) {
        const ring = Math.max(Math.abs(dx), Math.abs(dy));
        put(cx + dx, cy + dy, ring !== 2 && ring !== 4);
      }
  const centres = alignment[version - 1] ?? [];
  for (const cx of centres)
    for (const cy of centres) {
      if (fixed[cy]?.[cx]) continue;
      for (let dy = -2; dy <= 2; dy += 1)
        for (let dx = -2; dx <= 2; dx += 1) put(cx + dx, cy + dy, Math.max(Math.abs(dx), Math.abs(dy)) !== 1);
    }
  for (let at = 8; at < side - 8; at += 1) {
    put(at, 6, at % 2 === 0);
    put(6, at, at % 2 === 0);
  }
  // Level M is 00, mask 0: the format word is 000000 with its check, then the agreed pattern over it.
  const format = bitsOf(0, 0x537, 10) ^ 0x5412;
  for (let at = 0; at < 15; at += 1) {
    const isDark = ((format >> at) & 1) === 1;
    put(8, at < 6 ? at : at < 8 ? at + 1 : side - 15 + at, isDark);
    put(at < 8 ? side - 1 - at : at < 9 ? 15 - at : 14 - at, 8, isDark);
  }
  put(8, side - 8, true);
  if (version >= 7) {
    const word = bitsOf(version, 0x1f25, 12);
    for (let at = 0; at < 18; at += 1) {
      const isDark = ((word >> at) & 1) === 1;
      put(Math.floor(at / 3), side - 11 + (at % 3), isDark);
      put(side - 11 + (at % 3), Math.floor(at / 3), isDark);
    }
  }
  const stream = codewords(bytes, version).flatMap((word) =>
    [7, 6, 5, 4, 3, 2, 1, 0].map((bit) => (word >> bit) & 1),
  );
  let next = 0;
  for (let right = side - 1, isUp = true; right > 0; right -= 2, isUp = !isUp) {
    if (right === 6) right = 5;
    for (let step = 0; step < side; step += 1) {
      const y = isUp ? side - 1 - step : step;
      for (const x of [right, right - 1]) {
        const row = dark[y];
        if (!row || fixed[y]?.[x]) continue;
        row[x] = ((stream[next] ?? 0) === 1) !== ((x + y) % 2 === 0);
        next += 1;
      }
    }
  }
  return dark;
}
