import type { LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { Page } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import { adminContext } from '../../wiring/context.server.ts';

export async function loader(args: LoaderFunctionArgs) {
  const { ctx } = await adminContext(args);
  return { shop: ctx.shop.name };
}

export default function Home() {
  const { shop } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  return <Page title={t('common:nav.home')} subtitle={shop} />;
}
