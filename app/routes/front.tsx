import { type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { useTranslation } from 'react-i18next';
import { paths } from '../paths.ts';

/** The bare address: with a shop it is an opening of the app, without one a person who is lost. */
export function loader({ request }: LoaderFunctionArgs) {
  const { search, searchParams } = new URL(request.url);
  if (searchParams.get('shop')) throw redirect(`${paths.home()}${search}`);
  return null;
}

export default function Front() {
  const { t } = useTranslation();
  return (
    <main
      style={{
        fontFamily: 'system-ui, sans-serif',
        maxWidth: '36rem',
        margin: '20vh auto',
        padding: '0 1.25rem',
        lineHeight: 1.5,
      }}
    >
      <h1>{t('common:front.title')}</h1>
      <p>{t('common:front.text')}</p>
    </main>
  );
}
