import type { Request, Response } from 'express';

/** Value of a cookie of this request, or ''. */
export function readCookie(request: Request, name: string): string {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const at = part.indexOf('=');
    if (at > 0 && part.slice(0, at).trim() === name) return decodeURIComponent(part.slice(at + 1).trim());
  }
  return '';
}

/** Sets a cookie for 30 days, or clears it when the value is ''. */
export function writeCookie(response: Response, name: string, value: string): void {
  if (value === '') response.clearCookie(name, { path: '/' });
  else
    response.cookie(name, value, {
      path: '/',
      maxAge: 30 * 86_400_000,
      sameSite: 'lax',
      encode: encodeURIComponent,
    });
}
