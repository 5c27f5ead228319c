import type { Box, OutboxMessage } from '../box.ts';
import { boxPage } from './box-frame.ts';
import { moment, relative } from './format.ts';
import { type Html, html, raw } from './html.ts';

const channelWord = { email: 'E-mail', sms: 'SMS', whatsapp: 'WhatsApp' } as const;
export type MailQuery = { to: string; channel: string; id: string; tab: string };

/** Messages that fit the search, newest first. */
export function findMessages(box: Box, { to, channel }: MailQuery): OutboxMessage[] {
  const wanted = to.trim().toLowerCase();
  return box
    .outbox()
    .filter(
      (message) =>
        (channel === '' || message.channel === channel) && message.to.toLowerCase().includes(wanted),
    )
    .sort((a, b) => b.at.localeCompare(a.at) || b.id.localeCompare(a.id, 'en', { numeric: true }));
}

const link = (query: MailQuery, changes: Partial<MailQuery>): string => {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...query, ...changes })) if (value) params.set(name, value);
  return `/mail${params.size ? `?${params}` : ''}`;
};

/** The list of messages; also fetched by itself to keep the page up to date. */
export function mailList(box: Box, query: MailQuery): Html {
  const messages = findMessages(box, query);
  if (messages.length === 0)
    return html`<p class="empty">${query.to || query.channel ? 'Nothing fits this search.' : 'No message has been sent yet. Buy something, or move the clock.'}</p>`;
  return html`<ul class="mails">${messages.slice(0, 200).map((message) => html`<li><a href="${link(query, { id: message.id })}" ${message.id === query.id ? html`aria-current="true"` : ''}><span class="mail-to">${message.to}</span><time datetime="${message.at}">${relative(message.at, box.now(), 'en')}</time><span class="mail-subject">${message.subject ?? message.text ?? ''}</span><span class="channel channel-${message.channel}">${channelWord[message.channel]}</span></a></li>`)}</ul>`;
}

function emailPane(message: OutboxMessage, query: MailQuery): Html {
  const tabs = [
    ['html', 'As rendered'],
    ['text', 'Text'],
    ['headers', 'Headers'],
    ['source', 'HTML source'],
  ] as const;
  const tab = tabs.some(([name]) => name === query.tab) ? query.tab : message.html ? 'html' : 'text';
  const headers = Object.entries(message.headers);
  const panes: Record<string, Html> = {
    html: html`<iframe title="${`E-mail: ${message.subject ?? ''}`}" src="/mail/${message.id}/html" sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox" class="mail-frame"></iframe>`,
    text: html`<pre class="mail-text" tabindex="0">${message.text ?? '(no text part)'}</pre>`,
    headers: html`<div class="scroll" tabindex="0" role="region" aria-label="Headers"><table><tbody>${headers.map(([name, value]) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`)}</tbody></table></div>`,
    source: html`<pre class="mail-text" tabindex="0">${message.html ?? '(no HTML part)'}</pre>`,
  };
  return html`<nav class="tabs" aria-label="Parts of the message">${tabs.map(([name, label]) => html`<a href="${link(query, { tab: name })}" ${name === tab ? html`aria-current="page"` : ''}>${label}</a>`)}</nav>${panes[tab] ?? ''}`;
}

function chatPane(box: Box, message: OutboxMessage): Html {
  const talk = box
    .outbox()
    .filter(({ channel, to }) => channel === message.channel && to === message.to)
    .sort((a, b) => a.at.localeCompare(b.at));
  const linked = (text: string): Html =>
    html`${text.split(/(https?:\/\/\S+)/).map((part) => (/^https?:/.test(part) ? html`<a href="${part}">${part}</a>` : part))}`;
  return html`<ol class="chat chat-${message.channel}">${talk.map(({ text, at }) => html`<li><p>${linked(text ?? '')}</p><time datetime="${at}">${moment(at, 'en-GB', 'UTC')}</time></li>`)}</ol>`;
}

/** The mailbox: list beside reading pane, one under the other on a phone. */
export function mailPage(box: Box, query: MailQuery): string {
  const chosen = query.id ? box.outbox().find(({ id }) => id === query.id) : undefined;
  const pane = chosen
    ? html`<article class="reading"><a class="back" href="${link(query, { id: '', tab: '' })}">← All messages</a><h2>${chosen.subject ?? `${channelWord[chosen.channel]} to ${chosen.to}`}</h2>
<p class="quiet">From ${chosen.from} to <strong>${chosen.to}</strong> · ${moment(chosen.at, 'en-GB', 'UTC')} UTC</p>${chosen.channel === 'email' ? emailPane(chosen, query) : chatPane(box, chosen)}</article>`
    : html`<div class="reading empty-pane"><p>Choose a message.</p></div>`;
  const channels = ['', 'email', 'sms', 'whatsapp'] as const;
  const main = html`<div class="mailbox ${chosen ? 'has-chosen' : ''}"><div class="mail-side"><h1>Mailbox</h1>
<form class="search" method="get" action="/mail" role="search"><label class="hush" for="to">Recipient</label><input id="to" type="search" name="to" value="${query.to}" placeholder="Search by recipient"><label class="hush" for="channel">Channel</label><select id="channel" name="channel" onchange="this.form.submit()">${channels.map((name) => html`<option value="${name}" ${name === query.channel ? raw('selected') : ''}>${name ? channelWord[name] : 'All'}</option>`)}</select></form>
<div data-mail-list="${link(query, {}).replace('/mail', '/mail/list')}">${mailList(box, query)}</div></div>${pane}</div>`;
  return boxPage({ title: 'Mailbox', here: '/mail', main, scripts: ['mail'], wide: true });
}
