import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { useTranslation } from 'react-i18next';
import {
  countWaiting,
  listFailedWork,
  listQuarantine,
  replayReceipts,
  retryFailedWork,
} from '../../features/intake/index.server.ts';
import { paths } from '../../paths.ts';
import { OperatorPage } from '../../ui/operator-page.tsx';
import { operatorContext } from '../../wiring/context.server.ts';

const shown = 100;

export async function loader(args: LoaderFunctionArgs) {
  const { app, locale } = await operatorContext(args);
  const query = new URL(args.request.url).searchParams;
  const [waiting, quarantine, failed] = await Promise.all([
    countWaiting(app),
    listQuarantine(app, { limit: shown }),
    listFailedWork(app, { limit: shown }),
  ]);
  const time = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC' });
  return {
    waiting,
    total: quarantine.total,
    receipts: quarantine.receipts.map((one) => ({ ...one, receivedAt: time.format(one.receivedAt) })),
    failed: failed.map((one) => ({ ...one, failedAt: time.format(one.failedAt) })),
    replayed: count(query.get('replayed')),
    retried: count(query.get('retried')),
  };
}

function count(text: string | null): number | null {
  return text && /^\d{1,9}$/.test(text) ? Number(text) : null;
}

/** Plain forms: `replay` or `retry` carries an id or `all`. */
export async function action(args: ActionFunctionArgs) {
  const { app } = await operatorContext(args);
  const form = await args.request.formData();
  const which = (value: FormDataEntryValue) => (value === 'all' ? 'all' : { id: String(value) });
  const replay = form.get('replay');
  if (replay !== null) {
    const replayed = await replayReceipts(app, which(replay));
    throw redirect(`${paths.operator()}?replayed=${replayed}`);
  }
  const retry = form.get('retry');
  const retried = retry === null ? 0 : await retryFailedWork(app, which(retry));
  throw redirect(`${paths.operator()}?retried=${retried}`);
}

export const meta = () => [{ title: 'Reprise' }, { name: 'robots', content: 'noindex' }];

export default function Overview() {
  const { waiting, total, receipts, failed, replayed, retried } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  return (
    <OperatorPage title={t('operator:overview.title')}>
      <div role="status">
        {replayed === null ? null : (
          <p className="note">{t('operator:quarantine.replayed', { count: replayed })}</p>
        )}
        {retried === null ? null : <p className="note">{t('operator:failed.retried', { count: retried })}</p>}
      </div>
      <p>
        {waiting === 0
          ? t('operator:overview.noneWaiting')
          : t('operator:overview.waiting', { count: waiting })}
        {receipts.length + failed.length === 0 ? ` ${t('operator:overview.nothing')}` : null}
      </p>

      <h2>{t('operator:quarantine.title')}</h2>
      <p className="quiet">{t('operator:quarantine.teach')}</p>
      {receipts.length === 0 ? (
        <p>{t('operator:quarantine.empty')}</p>
      ) : (
        <form method="post">
          <div className="scroll">
            <table>
              <thead>
                <tr>
                  <th scope="col">{t('operator:quarantine.id')}</th>
                  <th scope="col">{t('operator:quarantine.topic')}</th>
                  <th scope="col">{t('operator:quarantine.reason')}</th>
                  <th scope="col">{t('operator:quarantine.shop')}</th>
                  <th scope="col">{t('operator:quarantine.received')}</th>
                  <th scope="col">{t('operator:quarantine.replay')}</th>
                </tr>
              </thead>
              <tbody>
                {receipts.map((one) => (
                  <tr key={one.id}>
                    <td>
                      <a
                        href={paths.operatorReceipt(one.id)}
                        aria-label={t('operator:quarantine.look', { id: one.id })}
                      >
                        {one.id}
                      </a>
                    </td>
                    <td>{one.topic}</td>
                    <td className="wrap">{one.reason}</td>
                    <td>{one.shopDomain}</td>
                    <td>{one.receivedAt}</td>
                    <td>
                      <button type="submit" name="replay" value={one.id}>
                        {t('operator:quarantine.replay')}
                      </button>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <p>
            {total > receipts.length
              ? t('operator:quarantine.more', { shown: receipts.length, total })
              : null}
          </p>
          <button type="submit" name="replay" value="all" className="first">
            {t('operator:quarantine.replayAll')}
          </button>
        </form>
      )}

      <h2>{t('operator:failed.title')}</h2>
      <p className="quiet">{t('operator:failed.teach')}</p>
      {failed.length === 0 ? (
        <p>{t('operator:failed.empty')}</p>
      ) : (
        <form method="post">
          <div className="scroll">
            <table>
              <thead>
                <tr>
                  <th scope="col">{t('operator:failed.job')}</th>
                  <th scope="col">{t('operator:failed.subject')}</th>
                  <th scope="col">{t('operator:failed.error')}</th>
                  <th scope="col">{t('operator:quarantine.shop')}</th>
                  <th scope="col">{t('operator:failed.at')}</th>
                  <th scope="col">{t('operator:failed.retry')}</th>
                </tr>
              </thead>
              <tbody>
                {failed.map((one) => (
                  <tr key={one.id}>
                    <td>{one.job}</td>
                    <td>{one.subject}</td>
                    <td className="wrap">{one.error}</td>
                    <td>{one.shopDomain}</td>
                    <td>{one.failedAt}</td>
                    <td>
                      <button type="submit" name="retry" value={one.id}>
                        {t('operator:failed.retry')}
                      </button>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <p>
            <button type="submit" name="retry" value="all" className="first">
              {t('operator:failed.retryAll')}
            </button>
          </p>
        </form>
      )}
    </OperatorPage>
  );
}
