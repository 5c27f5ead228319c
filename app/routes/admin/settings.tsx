import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData, useNavigation, useSubmit } from '@remix-run/react';
import { Banner, BlockStack, Page } from '@shopify/polaris';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { readCheckoutsSettings } from '../../features/checkouts/index.server.ts';
import { readAllSettings, saveAllSettings } from '../../features/home/index.server.ts';
import { listExports, readRetention, saveRetention } from '../../features/privacy/index.server.ts';
import { retentionDays, shortestDays } from '../../features/privacy/index.ts';
import { readReferralsSettings } from '../../features/referrals/index.server.ts';
import { advocateReward } from '../../features/referrals/index.ts';
import { readReviewsSettings } from '../../features/reviews/index.server.ts';
import { generalSettings } from '../../features/shops/index.ts';
import { formatMoney } from '../../kit/money.ts';
import { Annotated } from '../../ui/annotated.tsx';
import contentsCss from '../../ui/contents/contents.css?url';
import { SaveBarFor } from '../../ui/save-bar-for.tsx';
import { BrandCard } from '../../ui/settings/brand-card.tsx';
import { DataRequestsCard } from '../../ui/settings/data-requests-card.tsx';
import { RetentionCard } from '../../ui/settings/retention-card.tsx';
import { SenderCard } from '../../ui/settings/sender-card.tsx';
import { SwitchesCard } from '../../ui/settings/switches-card.tsx';
import { useToast } from '../../ui/use-toast.ts';
import { adminContext } from '../../wiring/context.server.ts';

export const links = () => [{ rel: 'stylesheet', href: contentsCss }];

export async function loader(args: LoaderFunctionArgs) {
  const { ctx, locale } = await adminContext(args);
  const [settings, reviews, checkouts, referrals, requests, retention] = await Promise.all([
    readAllSettings(ctx),
    readReviewsSettings(ctx, ctx.db),
    readCheckoutsSettings(ctx),
    readReferralsSettings(ctx, ctx.db),
    listExports(ctx),
    readRetention(ctx),
  ]);
  const hours = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const [first, second, third] = checkouts.steps.map((step) => hours.format(step.afterMinutes / 60));
  return {
    settings,
    shop: ctx.shop.name,
    retention,
    requests: requests.map(({ id, receivedAt }) => ({ id, receivedAt: receivedAt.toISOString() })),
    words: {
      reviews: { delivered: reviews.deliveredDays, home: reviews.homeDays, abroad: reviews.abroadDays },
      reminders: { first: first ?? '', second: second ?? '', third: third ?? '' },
      referrals: {
        friend: new Intl.NumberFormat(locale).format(referrals.friendBasisPoints / 100),
        reward: formatMoney(advocateReward(referrals, ctx.shop.currency), locale),
        hold: referrals.holdDays,
      },
    },
  };
}

const formSchema = z.object({
  general: generalSettings,
  isPaused: z.boolean(),
  thankYou: z.boolean(),
  reviews: z.boolean(),
  reminders: z.boolean(),
  referrals: z.boolean(),
  version: z.number().int(),
});
type FormValues = z.output<typeof formSchema>;

export async function action(args: ActionFunctionArgs) {
  const { ctx } = await adminContext(args);
  const body = (await args.request.json()) as { intent?: unknown; days?: unknown } | null;
  if (body?.intent === 'retention') return saveRetention(ctx, body.days);
  const parsed = formSchema.safeParse(body);
  if (!parsed.success) {
    const fields = parsed.error.issues.map((issue) => String(issue.path.at(-1) ?? ''));
    return { kind: 'invalid' as const, fields };
  }
  const { version, ...input } = parsed.data;
  return saveAllSettings(ctx, input, version);
}

export const meta: MetaFunction = () => [{ title: 'Reprise' }];

/** Sender, what is on, and nothing that each feature's own page does better. */
export default function Settings() {
  const { settings } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const answer = useActionData<typeof action>();
  const toast = useToast();
  useEffect(() => {
    if (answer?.kind === 'saved') toast(t('common:saved'));
    if (answer?.kind === 'invalid') toast(t('common:notSaved'), { isError: true });
  }, [answer, t, toast]);
  // A form of its own for each saved version: what was saved, here or elsewhere, is the new starting point.
  return (
    <Page title={t('settings:title')}>
      <SettingsForm key={settings.version} answer={answer} />
    </Page>
  );
}

function SettingsForm({ answer }: { answer: ReturnType<typeof useActionData<typeof action>> }) {
  const { settings, shop, words, requests, retention } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const [values, setValues] = useState<FormValues>(settings);
  const submit = useSubmit();
  const isSaving = useNavigation().state !== 'idle';
  const isDirty = JSON.stringify(values) !== JSON.stringify(settings);
  const wrong = answer?.kind === 'invalid' && 'fields' in answer ? answer.fields : [];
  return (
    <BlockStack gap={{ xs: '400', md: '600' }}>
      <SaveBarFor
        id="settings"
        isOpen={isDirty}
        isSaving={isSaving}
        onSave={() => submit(values as never, { method: 'post', encType: 'application/json' })}
        onDiscard={() => setValues(settings)}
      />
      {answer?.kind === 'stale' ? (
        <Banner tone="warning">
          <p>{t('common:stale')}</p>
        </Banner>
      ) : null}
      <Annotated title={t('settings:sender.title')} text={t('settings:sender.text')}>
        <SenderCard
          shop={shop}
          values={values.general}
          wrong={wrong}
          onChange={(change) => setValues((now) => ({ ...now, general: { ...now.general, ...change } }))}
        />
      </Annotated>
      <Annotated title={t('settings:brand.title')} text={t('settings:brand.text')}>
        <BrandCard
          values={values.general}
          wrong={wrong}
          onChange={(change) => setValues((now) => ({ ...now, general: { ...now.general, ...change } }))}
        />
      </Annotated>
      <Annotated title={t('settings:switches.title')} text={t('settings:switches.text')}>
        <SwitchesCard
          values={values}
          words={words}
          onChange={(change) => setValues((now) => ({ ...now, ...change }))}
        />
      </Annotated>
      {values.reminders ? (
        <Annotated title={t('settings:shopify.title')}>
          <Banner
            tone="info"
            action={{
              content: t('settings:shopify.action'),
              url: 'shopify://admin/marketing/automations',
              target: '_top',
            }}
          >
            <p>{t('settings:shopify.text')}</p>
          </Banner>
        </Annotated>
      ) : null}
      <Annotated title={t('settings:retention.title')} text={t('settings:retention.text')}>
        <RetentionCard
          key={JSON.stringify(retention)}
          days={retention}
          longest={retentionDays}
          shortest={shortestDays}
        />
      </Annotated>
      {requests.length > 0 ? (
        <Annotated title={t('settings:requests.title')} text={t('settings:requests.text')}>
          <DataRequestsCard requests={requests} />
        </Annotated>
      ) : null}
    </BlockStack>
  );
}
