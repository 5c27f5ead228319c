/** Colours that one drawing is made of. */
export type Palette = {
  /** Wall behind the thing. */
  background: string;
  /** The thing's own colour. */
  main: string;
  /** Label, lid, handle or seam. */
  accent: string;
};

/** A drawing: what stands on the table, in a 400 by 400 field whose floor is at y = 330. */
export type Shape = (ink: Ink) => string;

/** A palette with the light and dark tones that give a flat shape some body. */
export type Ink = { main: string; dark: string; light: string; accent: string; accentDark: string };

const channel = (value: number): string =>
  Math.max(0, Math.min(255, Math.round(value)))
    .toString(16)
    .padStart(2, '0');

/** Moves a #rrggbb colour towards white (amount above 0) or black (below 0); amount is between -1 and 1. */
export function tone(hex: string, amount: number): string {
  const towards = amount > 0 ? 255 : 0;
  const mix = Math.abs(amount);
  const parts = [1, 3, 5].map((at) => {
    const from = Number.parseInt(hex.slice(at, at + 2), 16);
    return channel(from + (towards - from) * mix);
  });
  return `#${parts.join('')}`;
}

/** Puts a shape on its table before its wall; the result is a whole SVG document that loads as an image. */
export function draw(shape: Shape, palette: Palette): string {
  const ink: Ink = {
    main: palette.main,
    dark: tone(palette.main, -0.18),
    light: tone(palette.main, 0.28),
    accent: palette.accent,
    accentDark: tone(palette.accent, -0.2),
  };
  const wall = palette.background;
  return [
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400" width="800" height="800">',
    `<rect width="400" height="400" fill="${wall}"/>`,
    `<circle cx="200" cy="190" r="152" fill="${tone(wall, 0.45)}"/>`,
    `<ellipse cx="200" cy="334" rx="118" ry="13" fill="${tone(wall, -0.14)}"/>`,
    shape(ink),
    '</svg>',
  ].join('');
}
