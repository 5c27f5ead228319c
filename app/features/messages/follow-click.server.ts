import { addMs, day, second } from '../../kit/span.ts';
import type { AppContext } from '../../platform/context.ts';
import type { MessageLink } from '../content/index.server.ts';

/** Nobody reads that fast: scanners open what has just been delivered. */
const earlyMs = 2 * second;
/** A link that opens somebody's own data leads there for this long, then to the shop; others as long as the message is kept. */
const personalMs = 30 * day;

/**
 * Where a tracked link of a message leads: only to what is stored (sealed) with that message, so the link cannot be bent to
 * lead elsewhere. A click by a person is counted once for each link; the first one has its time kept.
 * @param link the link's place among those of the message, as it stands in the address
 * @returns the shop's front page when the message was erased or the link is too old for what it opens; null when the
 *   signature is wrong or nothing is known
 */
export async function followClick(
  app: AppContext,
  messageId: string,
  link: string,
  signature: string,
  isPerson: boolean,
): Promise<string | null> {
  if (!app.vault.isSigned('go', `${messageId}.${link}`, signature)) return null;
  const { rows } = await app.db.query<{
    shop_id: string;
    links: string | null;
    sent_at: Date | null;
    storefront_url: string;
  }>(
    `select m.shop_id, m.content->>'links' as links, m.sent_at, s.storefront_url
     from messages m join shops s on s.id = m.shop_id where m.id = $1`,
    [messageId],
  );
  const row = rows[0];
  if (!row) return null;
  const links = row.links ? (JSON.parse(app.vault.open(row.links)) as MessageLink[]) : [];
  const now = app.clock.now();
  if (isPerson) {
    // The answer of the mail server may not be written down yet: that is as early as it gets.
    const isEarly = row.sent_at === null || now < addMs(row.sent_at, earlyMs);
    await countClick(app, {
      shopId: row.shop_id,
      messageId,
      link: Number(link),
      linkCount: links.length,
      at: now,
      isEarly,
    });
  }
  const target = links[Number(link)];
  if (!target) return row.storefront_url;
  const isOver = target.isPersonal && row.sent_at !== null && now > addMs(row.sent_at, personalMs);
  return isOver ? row.storefront_url : target.url;
}

/**
 * Writes down the first click on a link and counts the message's anew. Who has opened every link of a message (two at least)
 * within two seconds of its delivery was a scanner: those clicks are taken back, later ones count. The first that counts is told
 * to others (`message.clicked`) in the same transaction.
 */
async function countClick(
  app: AppContext,
  click: {
    shopId: string;
    messageId: string;
    link: number;
    linkCount: number;
    at: Date;
    isEarly: boolean;
  },
): Promise<void> {
  const { shopId, messageId } = click;
  await app.db.tx(async (tx) => {
    const { rows: before } = await tx.query<{ clicks: number }>(
      'select clicks from messages where shop_id = $1 and id = $2 for update',
      [shopId, messageId],
    );
    const { rowCount } = await tx.query(
      `insert into message_clicks (shop_id, message_id, link, at, is_early) values ($1, $2, $3, $4, $5)
       on conflict (shop_id, message_id, link) do update
         set late_at = coalesce(message_clicks.late_at, excluded.at) where not excluded.is_early`,
      [shopId, messageId, click.link, click.at, click.isEarly],
    );
    if (rowCount === 0) return;
    const { rows: after } = await tx.query<{ clicks: number }>(
      `update messages m set clicks = c.clicks, clicked_at = c.first_at
       from (select count(*)::int as clicks, min(case when l.is_scanned then l.late_at else l.at end) as first_at
             from (select at, late_at, is_early and $3 >= 2 and count(*) filter (where is_early) over () >= $3 as is_scanned
                   from message_clicks where shop_id = $1 and message_id = $2) l
             where not l.is_scanned or l.late_at is not null) c
       where m.shop_id = $1 and m.id = $2 returning m.clicks`,
      [shopId, messageId, click.linkCount],
    );
    // Said once for the first that counts; a scanner's may be taken back, so whoever hears it reads `clicked_at`.
    if (before[0]?.clicks === 0 && (after[0]?.clicks ?? 0) > 0) {
      await app.emit(tx, shopId, 'message.clicked', { messageId });
    }
  });
}
