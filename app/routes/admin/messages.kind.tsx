import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { useFetcher, useLoaderData, useSearchParams } from '@remix-run/react';
import { Banner, BlockStack, Button, Card, InlineGrid, Page, Select } from '@shopify/polaris';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { readCheckoutsForm, saveCheckoutsSettings } from '../../features/checkouts/index.server.ts';
import { contentOfSlot, createContent } from '../../features/content/index.server.ts';
import { isSlot, type SlotName, slotNames } from '../../features/content/index.ts';
import { previewMessage, sendTestMessage } from '../../features/messages/index.server.ts';
import { isMessageKind, type MessageKind } from '../../features/messages/index.ts';
import { paths } from '../../paths.ts';
import { ContentCard } from '../../ui/messages/content-card.tsx';
import { MessagePreview } from '../../ui/messages/message-preview.tsx';
import { fieldsOf, ReminderForm, settingsOf } from '../../ui/messages/reminder-form.tsx';
import { SaveBarFor } from '../../ui/save-bar-for.tsx';
import { useToast } from '../../ui/use-toast.ts';
import { adminContext } from '../../wiring/context.server.ts';

const stepOf = (text: string | null) => ([1, 2, 3] as const).find((step) => String(step) === text) ?? 1;
const languageOf = (text: string | null, admin: 'en' | 'de') =>
  text === 'en' || text === 'de' ? text : admin;

export async function loader(args: LoaderFunctionArgs) {
  const { ctx, locale } = await adminContext(args);
  const { kind = '' } = args.params;
  if (!isMessageKind(kind)) throw new Response(null, { status: 404 });
  const query = new URL(args.request.url).searchParams;
  const language = languageOf(query.get('language'), locale);
  const step = stepOf(query.get('step'));
  const isReminder = kind === 'abandoned_checkout';
  const form = isReminder ? await readCheckoutsForm(ctx) : null;
  const code = form?.settings.code;
  const { subject, html, text } = await previewMessage(ctx, kind, {
    locale: language,
    ...(isReminder ? { step, codeBasisPoints: code?.isOn ? code.basisPoints : null } : {}),
  });
  const contents = await Promise.all(
    slotsOf(kind, step).map(async (slot) => {
      const content = await contentOfSlot(ctx, slot);
      return { slot, id: content?.id ?? null, isPublished: (content?.publishedVersion ?? null) !== null };
    }),
  );
  return { kind, locale, language, step, isReminder, form, contents, preview: { subject, html, text } };
}

/** The contents that word a kind: of the reminder that is shown, or of both states of a credit. */
function slotsOf(kind: MessageKind, step: 1 | 2 | 3): SlotName[] {
  return slotNames.filter((slot) =>
    kind === 'abandoned_checkout'
      ? slot === `abandoned_checkout_${step}`
      : slot === kind || slot.startsWith(`${kind}_`),
  );
}

const actionSchema = z.discriminatedUnion('intent', [
  z.object({ intent: z.literal('test'), language: z.enum(['en', 'de']), step: z.number() }),
  z.object({ intent: z.literal('words'), slot: z.string() }),
  z.object({ intent: z.literal('save'), settings: z.unknown(), version: z.number().int() }),
]);

export async function action(args: ActionFunctionArgs) {
  const { ctx, t, by } = await adminContext(args);
  const { kind = '' } = args.params;
  if (!isMessageKind(kind)) throw new Response(null, { status: 404 });
  const parsed = actionSchema.safeParse(await args.request.json());
  if (!parsed.success) throw new Response(null, { status: 400 });
  const input = parsed.data;
  if (input.intent === 'words') {
    if (!isSlot(input.slot)) throw new Response(null, { status: 400 });
    const { id } = await createContent(ctx, input.slot, await by(), t(`contents:template.${input.slot}`));
    throw redirect(paths.content(id));
  }
  if (input.intent === 'save') {
    const result = await saveCheckoutsSettings(ctx, input.settings, input.version);
    return { intent: 'save' as const, result };
  }
  const code = kind === 'abandoned_checkout' ? (await readCheckoutsForm(ctx)).settings.code : null;
  const result = await sendTestMessage(ctx, kind, {
    locale: input.language,
    ...(kind === 'abandoned_checkout'
      ? { step: stepOf(String(input.step)), codeBasisPoints: code?.isOn ? code.basisPoints : null }
      : {}),
  });
  return { intent: 'test' as const, result };
}

export default function MessageKindPage() {
  const { kind, locale, language, step, isReminder, form, contents, preview } =
    useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const toast = useToast();
  const [params, setParams] = useSearchParams();
  const test = useFetcher<typeof action>();
  const save = useFetcher<typeof action>();
  const words = useFetcher<typeof action>();
  const [fields, setFields] = useState(() => (form ? fieldsOf(form.settings) : null));
  const savedVersion = form?.version;

  // biome-ignore lint/correctness/useExhaustiveDependencies: what was saved, here or elsewhere, is the new starting point
  useEffect(() => setFields(form ? fieldsOf(form.settings) : null), [savedVersion]);
  useEffect(() => {
    if (test.data?.intent !== 'test') return;
    const { result } = test.data;
    if (result.kind === 'sent') toast(t('messages:kindPage.testSent', { to: result.to }));
    if (result.kind === 'no_address') toast(t('messages:kindPage.testNoAddress'), { isError: true });
    if (result.kind === 'failed')
      toast(t('messages:kindPage.testFailed', { reason: result.reason }), { isError: true });
  }, [test.data, toast, t]);
  const saved = save.data?.intent === 'save' ? save.data.result : null;
  useEffect(() => {
    if (saved?.kind === 'saved') toast(t('common:saved'));
    if (saved?.kind === 'invalid') toast(t('common:notSaved'), { isError: true });
  }, [saved, toast, t]);

  const show = (key: string) => (value: string) => {
    const next = new URLSearchParams(params);
    next.set(key, value);
    setParams(next, { replace: true, preventScrollReset: true });
  };
  const isDirty = form !== null && JSON.stringify(fields) !== JSON.stringify(fieldsOf(form.settings));
  return (
    <Page
      title={t(`messages:kinds.${kind}.name`)}
      subtitle={t(`messages:kinds.${kind}.text`)}
      backAction={{ content: t('messages:title'), url: paths.messages() }}
    >
      {form && fields ? (
        <SaveBarFor
          id="reminders"
          isOpen={isDirty}
          isSaving={save.state !== 'idle'}
          onSave={() =>
            save.submit(
              {
                intent: 'save',
                settings: settingsOf(fields, form.settings.isOn) as never,
                version: form.version,
              },
              { method: 'post', encType: 'application/json' },
            )
          }
          onDiscard={() => setFields(fieldsOf(form.settings))}
        />
      ) : null}
      <BlockStack gap="400">
        {saved?.kind === 'stale' ? (
          <Banner tone="warning">
            <p>{t('common:stale')}</p>
          </Banner>
        ) : null}
        {fields ? (
          <ReminderForm
            fields={fields}
            locale={locale}
            wrong={saved?.kind === 'invalid' ? saved.fields : []}
            onChange={setFields}
          />
        ) : null}
        <Card>
          <BlockStack gap="400">
            <InlineGrid columns={{ xs: 1, sm: 3 }} gap="300" alignItems="end">
              <Select
                label={t('messages:kindPage.language')}
                value={language}
                onChange={show('language')}
                options={[
                  { label: t('messages:kindPage.en'), value: 'en' },
                  { label: t('messages:kindPage.de'), value: 'de' },
                ]}
              />
              {isReminder ? (
                <Select
                  label={t('messages:kindPage.step')}
                  value={String(step)}
                  onChange={show('step')}
                  options={[1, 2, 3].map((number) => ({
                    label: t(`messages:kindPage.steps.${number}`),
                    value: String(number),
                  }))}
                />
              ) : null}
              <Button
                loading={test.state !== 'idle'}
                onClick={() =>
                  test.submit(
                    { intent: 'test', language, step },
                    { method: 'post', encType: 'application/json' },
                  )
                }
              >
                {t('messages:kindPage.test')}
              </Button>
            </InlineGrid>
            <MessagePreview {...preview} />
          </BlockStack>
        </Card>
        {contents.map((content) => (
          <ContentCard
            key={content.slot}
            {...content}
            isMany={contents.length > 1 || isReminder}
            isBusy={words.state !== 'idle'}
            onBegin={() =>
              words.submit(
                { intent: 'words', slot: content.slot },
                { method: 'post', encType: 'application/json' },
              )
            }
          />
        ))}
      </BlockStack>
    </Page>
  );
}
