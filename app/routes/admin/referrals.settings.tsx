import { type ActionFunctionArgs, json, type LoaderFunctionArgs } from '@remix-run/node';
import { useActionData, useLoaderData, useNavigation, useSubmit } from '@remix-run/react';
import { Banner, BlockStack, Layout, Page } from '@shopify/polaris';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { readReferralsSettings, saveReferralsSettings } from '../../features/referrals/index.server.ts';
import { advocateReward, referralsSettings } from '../../features/referrals/index.ts';
import { readSettings } from '../../features/shops/index.server.ts';
import { moneyAmount, parseMoney } from '../../kit/money.ts';
import { paths } from '../../paths.ts';
import { ReferralSettingsForm } from '../../ui/referrals/settings-form.tsx';
import { SaveBarFor } from '../../ui/save-bar-for.tsx';
import { useToast } from '../../ui/use-toast.ts';
import { adminContext } from '../../wiring/context.server.ts';

export async function loader(args: LoaderFunctionArgs) {
  const { ctx, locale } = await adminContext(args);
  const [settings, { version }] = await Promise.all([readReferralsSettings(ctx, ctx.db), readSettings(ctx)]);
  const { currency } = ctx.shop;
  const amount = moneyAmount(advocateReward(settings, currency));
  return json({
    values: { ...settings, advocate: locale === 'de' ? amount.replace('.', ',') : amount },
    version,
    currency,
    locale,
  });
}

const formSchema = z.object({
  values: referralsSettings.omit({ advocateMinor: true }).extend({ advocate: z.string().max(20) }),
  version: z.number().int(),
});

export async function action(args: ActionFunctionArgs) {
  const { ctx } = await adminContext(args);
  const invalid = (fields: string[]) => json({ kind: 'invalid' as const, fields });
  const parsed = formSchema.safeParse(await args.request.json());
  if (!parsed.success) return invalid(parsed.error.issues.map((issue) => String(issue.path.at(-1) ?? '')));
  const { advocate, ...rest } = parsed.data.values;
  const minor = minorOf(advocate, ctx.shop.currency);
  if (minor === null) return invalid(['advocate']);
  const kind = await ctx.db.tx((tx) =>
    saveReferralsSettings(ctx, tx, { ...rest, advocateMinor: minor }, parsed.data.version),
  );
  return json({ kind, fields: [] as string[] });
}

/** The amount as typed (comma or point) in minor units; null when it is none, or not above zero. */
function minorOf(amount: string, currency: string): string | null {
  try {
    const { minor } = parseMoney(amount.trim().replace(',', '.'), currency);
    return minor > 0n && minor < 1_000_000_000_000n ? String(minor) : null;
  } catch {
    return null;
  }
}

/** Whether, how much, and how long it is held. */
export default function ReferralsSettingsPage() {
  const { values: saved, version, currency, locale } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const [values, setValues] = useState(saved);
  const submit = useSubmit();
  const answer = useActionData<typeof action>();
  const isSaving = useNavigation().state !== 'idle';
  const toast = useToast();
  useEffect(() => setValues(saved), [saved]);
  useEffect(() => {
    if (answer?.kind === 'saved') toast(t('common:saved'));
    if (answer?.kind === 'invalid') toast(t('common:notSaved'), { isError: true });
  }, [answer, t, toast]);
  return (
    <Page
      title={t('referrals:settings.title')}
      backAction={{ content: t('referrals:title'), url: paths.referrals() }}
    >
      <SaveBarFor
        id="referrals-settings"
        isOpen={JSON.stringify(values) !== JSON.stringify(saved)}
        isSaving={isSaving}
        onSave={() => submit({ values, version } as never, { method: 'post', encType: 'application/json' })}
        onDiscard={() => setValues(saved)}
      />
      <BlockStack gap="400">
        {answer?.kind === 'stale' ? (
          <Banner tone="warning">
            <p>{t('common:stale')}</p>
          </Banner>
        ) : null}
        <Layout>
          <ReferralSettingsForm
            values={values}
            currency={currency}
            locale={locale}
            wrong={answer?.kind === 'invalid' ? answer.fields : []}
            onChange={(change) => setValues((now) => ({ ...now, ...change }))}
          />
        </Layout>
      </BlockStack>
    </Page>
  );
}
