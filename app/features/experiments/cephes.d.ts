/** The package brings types, but its `exports` do not name them. What we use of it: */
declare module 'cephes' {
  export function ndtr(a: number): number;
  export function ndtri(y: number): number;
  export function chdtrc(df: number, x: number): number;
  export function incbet(a: number, b: number, x: number): number;
  export function incbi(a: number, b: number, y: number): number;
  export function lgam(x: number): number;
}
