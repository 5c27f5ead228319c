import type { Box } from '../box.ts';
import { boxPage } from './box-frame.ts';
import { html } from './html.ts';
import { innerPath } from './permalink.ts';

const steps: [string, string][] = [
  ['1h', '+1 hour'],
  ['1d', '+1 day'],
  ['7d', '+7 days'],
  ['14d', '+14 days'],
  ['30d', '+30 days'],
];

const unitMs: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A span such as 90m, 1h or 14d in milliseconds; null when it is none, or is not ahead. */
export function spanMs(text: string): number | null {
  const match = /^(\d{1,4})([mhd])$/.exec(text.trim());
  const unit = unitMs[match?.[2] ?? ''];
  return match?.[1] && unit ? Number(match[1]) * unit : null;
}

/** The clock of the sandbox. */
export function clockPage(box: Box, warning: string, done: string): string {
  const now = box.now();
  const iso = now.toISOString();
  const date = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeZone: 'UTC' }).format(now);
  const back = innerPath('/clock');
  const places = [...new Set(box.shops().map(({ timezone }) => timezone))].map((timeZone) => {
    const time = new Intl.DateTimeFormat('en-GB', {
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
      timeZone,
    }).format(now);
    return html`<li><strong>${time}</strong> ${timeZone}</li>`;
  });
  const main = html`<h1>Clock</h1><div class="clock"><p class="time"><time datetime="${iso}">${iso.slice(11, 16)}</time></p><p class="date">${date}, UTC</p><ul class="places">${places}</ul>
<p class="quiet">Moving time carries out everything that falls due on the way, in order: messages, timers, holds, deadlines. Time only moves forward.</p>
<form method="post" action="/clock/advance" data-busy><input type="hidden" name="back" value="${back}"><div class="row">${steps.map(([by, label]) => html`<button class="button" name="by" value="${by}">${label}</button>`)}</div></form>
<form method="post" action="/clock/set" class="set" data-busy><label for="at">Go to (UTC)</label><input id="at" type="datetime-local" name="at" value="${iso.slice(0, 16)}" min="${iso.slice(0, 16)}" required><button class="button plain">Go</button></form>
<div class="progress" data-progress hidden><div></div></div><p role="status" data-status>${done}</p>${warning ? html`<p class="warning" role="alert">${warning}</p>` : ''}</div>`;
  return boxPage({ title: 'Clock', here: '/clock', main, scripts: ['clock'] });
}
