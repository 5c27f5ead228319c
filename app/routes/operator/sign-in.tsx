import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { Form, useActionData, useLoaderData } from '@remix-run/react';
import { useTranslation } from 'react-i18next';
import { paths } from '../../paths.ts';
import { signInOperator } from '../../wiring/context.server.ts';

/** Only pages of the operator's own: an address from outside is not followed. */
function targetOf(request: Request): string {
  const to = new URL(request.url).searchParams.get('to') ?? '';
  return /^\/operator(\/[\w/-]*)?$/.test(to) ? to : paths.operator();
}

export function loader({ request }: LoaderFunctionArgs) {
  return { to: targetOf(request) };
}

export async function action(args: ActionFunctionArgs) {
  const form = await args.request.formData();
  const cookie = signInOperator(args, String(form.get('token') ?? ''));
  if (!cookie) return { isWrong: true };
  throw redirect(targetOf(args.request), { headers: { 'set-cookie': cookie } });
}

export const meta = () => [{ title: 'Reprise' }];

export default function SignIn() {
  const { to } = useLoaderData<typeof loader>();
  const isWrong = useActionData<typeof action>()?.isWrong ?? false;
  const { t } = useTranslation();
  return (
    <main
      style={{
        fontFamily: 'system-ui, sans-serif',
        maxWidth: '22rem',
        margin: '20vh auto',
        padding: '0 1.25rem',
      }}
    >
      <h1 style={{ fontSize: '1.35rem' }}>{t('operator:signIn.title')}</h1>
      <Form method="post" action={`${paths.operatorSignIn()}?to=${encodeURIComponent(to)}`}>
        <label htmlFor="token">{t('operator:signIn.token')}</label>
        <input
          id="token"
          name="token"
          type="password"
          autoComplete="current-password"
          required
          aria-invalid={isWrong}
          aria-describedby={isWrong ? 'wrong' : undefined}
          style={{
            display: 'block',
            width: '100%',
            boxSizing: 'border-box',
            font: 'inherit',
            padding: '0.6rem',
            margin: '0.4rem 0 0.8rem',
          }}
        />
        {isWrong ? (
          <p id="wrong" role="alert" style={{ color: '#8e0b21' }}>
            {t('operator:signIn.wrong')}
          </p>
        ) : null}
        <button type="submit" style={{ font: 'inherit', padding: '0.6rem 1.2rem' }}>
          {t('operator:signIn.submit')}
        </button>
      </Form>
    </main>
  );
}
