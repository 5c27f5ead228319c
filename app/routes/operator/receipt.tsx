import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { useTranslation } from 'react-i18next';
import { lookAtReceipt, replayReceipts } from '../../features/intake/index.server.ts';
import { paths } from '../../paths.ts';
import { OperatorPage } from '../../ui/operator-page.tsx';
import { operatorContext } from '../../wiring/context.server.ts';

/** A page shows at most this much of a body; no order is that long. */
const maxShown = 200_000;

export async function loader(args: LoaderFunctionArgs) {
  const { app, locale } = await operatorContext(args);
  const id = args.params.id ?? '';
  const receipt = await lookAtReceipt(app, id);
  if (!receipt) return { id, receipt: null };
  const { body, receivedAt, ...rest } = receipt;
  const time = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC' });
  return {
    id,
    receipt: {
      ...rest,
      receivedAt: time.format(receivedAt),
      bytes: body?.length ?? null,
      text: body ? new TextDecoder().decode(body.subarray(0, maxShown)).replaceAll('\u0000', '␀') : null,
    },
  };
}

export async function action(args: ActionFunctionArgs) {
  const { app } = await operatorContext(args);
  const replayed = await replayReceipts(app, { id: args.params.id ?? '' });
  throw redirect(`${paths.operator()}?replayed=${replayed}`);
}

export const headers = () => ({ 'cache-control': 'no-store' });
export const meta = () => [{ title: 'Reprise' }, { name: 'robots', content: 'noindex' }];

export default function Receipt() {
  const { id, receipt } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  return (
    <OperatorPage title={t('operator:receipt.title', { id })}>
      <p>
        <a href={paths.operator()}>{t('operator:receipt.back')}</a>
      </p>
      {receipt === null ? (
        <p>{t('operator:receipt.gone')}</p>
      ) : (
        <>
          <dl>
            <dt>{t('operator:receipt.state')}</dt>
            <dd>{t(`operator:receipt.state${receipt.state}`)}</dd>
            <dt>{t('operator:quarantine.reason')}</dt>
            <dd>{receipt.reason}</dd>
            <dt>{t('operator:quarantine.topic')}</dt>
            <dd>{receipt.topic}</dd>
            <dt>{t('operator:quarantine.shop')}</dt>
            <dd>{receipt.shopDomain}</dd>
            <dt>{t('operator:quarantine.version')}</dt>
            <dd>{receipt.apiVersion}</dd>
            <dt>{t('operator:quarantine.received')}</dt>
            <dd>{receipt.receivedAt}</dd>
          </dl>
          {receipt.state === 2 ? (
            <form method="post">
              <p>
                <button type="submit" className="first">
                  {t('operator:quarantine.replay')}
                </button>
              </p>
            </form>
          ) : null}
          <h2>{t('operator:receipt.body')}</h2>
          {receipt.text === null ? (
            <p>{t('operator:receipt.noBody')}</p>
          ) : (
            <>
              <p className="quiet">
                {t('operator:receipt.bytes', { count: receipt.bytes ?? 0 })}. {t('operator:receipt.personal')}
              </p>
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
              <pre tabIndex={0}>{receipt.text}</pre>
            </>
          )}
        </>
      )}
    </OperatorPage>
  );
}
