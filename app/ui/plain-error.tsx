import { isRouteErrorResponse, useRouteError } from '@remix-run/react';
import { useTranslation } from 'react-i18next';

/** An error in plain words, without any component that could itself be broken. */
export function PlainError() {
  const error = useRouteError();
  const { t } = useTranslation();
  const isMissing = isRouteErrorResponse(error) && error.status === 404;
  const key = isMissing ? 'missing' : 'broken';
  return (
    <main
      style={{
        fontFamily: 'system-ui, sans-serif',
        maxWidth: '36rem',
        margin: '15vh auto',
        padding: '0 1.25rem',
        lineHeight: 1.5,
      }}
    >
      <h1 style={{ fontSize: '1.35rem' }}>{t(`common:error.${key}.title`)}</h1>
      <p>{t(`common:error.${key}.text`)}</p>
    </main>
  );
}
