import { type ActionFunctionArgs, json, type LoaderFunctionArgs } from '@remix-run/node';
import { useActionData, useLoaderData, useNavigation, useSubmit } from '@remix-run/react';
import { Banner, BlockStack, Layout, Page } from '@shopify/polaris';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { readReviewsSettings, saveReviewsSettings } from '../../features/reviews/index.server.ts';
import { reviewsSettings } from '../../features/reviews/index.ts';
import { readSettings } from '../../features/shops/index.server.ts';
import { paths } from '../../paths.ts';
import { ReviewSettingsForm } from '../../ui/reviews/settings-form.tsx';
import { SaveBarFor } from '../../ui/save-bar-for.tsx';
import { useToast } from '../../ui/use-toast.ts';
import { adminContext } from '../../wiring/context.server.ts';

export async function loader(args: LoaderFunctionArgs) {
  const { ctx } = await adminContext(args);
  const [settings, { version }] = await Promise.all([readReviewsSettings(ctx, ctx.db), readSettings(ctx)]);
  return json({ settings, version });
}

const formSchema = z.object({ settings: reviewsSettings, version: z.number().int() });

export async function action(args: ActionFunctionArgs) {
  const { ctx } = await adminContext(args);
  const parsed = formSchema.safeParse(await args.request.json());
  if (!parsed.success)
    return json({
      kind: 'invalid' as const,
      fields: parsed.error.issues.map((issue) => issue.path.slice(1).join('.')),
    });
  const kind = await ctx.db.tx((tx) =>
    saveReviewsSettings(ctx, tx, parsed.data.settings, parsed.data.version),
  );
  return json({ kind, fields: [] as string[] });
}

/** When to ask, whom, and with what thanks. */
export default function ReviewsSettingsPage() {
  const { settings, version } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const [values, setValues] = useState(settings);
  const submit = useSubmit();
  const answer = useActionData<typeof action>();
  const isSaving = useNavigation().state !== 'idle';
  const toast = useToast();
  useEffect(() => setValues(settings), [settings]);
  useEffect(() => {
    if (answer?.kind === 'saved') toast(t('common:saved'));
    if (answer?.kind === 'invalid') toast(t('common:notSaved'), { isError: true });
  }, [answer, t, toast]);
  return (
    <Page
      title={t('reviews:settings.title')}
      backAction={{ content: t('reviews:title'), url: paths.reviews() }}
    >
      <SaveBarFor
        id="reviews-settings"
        isOpen={JSON.stringify(values) !== JSON.stringify(settings)}
        isSaving={isSaving}
        onSave={() =>
          submit({ settings: values, version } as never, { method: 'post', encType: 'application/json' })
        }
        onDiscard={() => setValues(settings)}
      />
      <BlockStack gap="400">
        {answer?.kind === 'stale' ? (
          <Banner tone="warning">
            <p>{t('common:stale')}</p>
          </Banner>
        ) : null}
        <Layout>
          <ReviewSettingsForm
            values={values}
            wrong={answer?.kind === 'invalid' ? answer.fields : []}
            onChange={(change) => setValues((now) => ({ ...now, ...change }))}
          />
        </Layout>
      </BlockStack>
    </Page>
  );
}
