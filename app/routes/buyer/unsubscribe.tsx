import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import buyerStyles from '../../ui/buyer.css?url';
import { MailingCard } from '../../ui/mailing-page.tsx';
import { chooseMailingByForm, showMailing } from './mailing.server.ts';

export const links = () => [{ rel: 'stylesheet', href: buyerStyles }];
export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data?.props.heading ?? '' },
  { name: 'robots', content: 'noindex' },
];

export async function loader(args: LoaderFunctionArgs) {
  const { props, status } = await showMailing(args);
  return json(
    { props },
    { status, headers: { 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' } },
  );
}

export async function action(args: ActionFunctionArgs) {
  const { props, status } = await chooseMailingByForm(args);
  return json({ props }, { status });
}

export default function MailingChoice() {
  const shown = useLoaderData<typeof loader>();
  const chosen = useActionData<typeof action>();
  return <MailingCard {...(chosen ?? shown).props} />;
}
