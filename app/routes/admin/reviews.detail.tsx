import { type ActionFunctionArgs, json, type LoaderFunctionArgs } from '@remix-run/node';
import { useActionData, useLoaderData, useNavigation, useSubmit } from '@remix-run/react';
import {
  Banner,
  BlockStack,
  Button,
  Card,
  InlineStack,
  Page,
  Select,
  Text,
  TextField,
} from '@shopify/polaris';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  getReview,
  publishReview,
  removeReview,
  replyToReview,
} from '../../features/reviews/index.server.ts';
import { type RemovalReason, removalReasons } from '../../features/reviews/index.ts';
import { paths } from '../../paths.ts';
import { ReviewItem } from '../../ui/reviews/review-item.tsx';
import { SaveBarFor } from '../../ui/save-bar-for.tsx';
import { useToast } from '../../ui/use-toast.ts';
import { adminContext } from '../../wiring/context.server.ts';
import { reviewInWords } from './reviews.words.server.ts';

export async function loader(args: LoaderFunctionArgs) {
  const { ctx, locale, t } = await adminContext(args);
  const review = await getReview(ctx, args.params.id ?? '');
  if (!review) throw new Response(null, { status: 404 });
  return json({
    review: reviewInWords(review, t, locale, ctx.shop.timezone),
    personId: review.personId,
  });
}

export async function action(args: ActionFunctionArgs) {
  const { ctx } = await adminContext(args);
  const id = args.params.id ?? '';
  const form = await args.request.formData();
  const wanted = String(form.get('action'));
  const isKnown = await act();
  if (!isKnown) throw new Response(null, { status: 404 });
  return json({ done: wanted, at: Date.now() });

  async function act(): Promise<boolean> {
    if (wanted === 'publish') return publishReview(ctx, id);
    if (wanted === 'reply') return replyToReview(ctx, id, String(form.get('reply') ?? ''));
    const reason = removalReasons.find((one) => one === form.get('reason'));
    if (wanted !== 'remove' || !reason) throw new Response(null, { status: 400 });
    return removeReview(ctx, id, reason);
  }
}

/** One review: read it, answer it, decide about it. */
export default function ReviewDetail() {
  const { review, personId } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const submit = useSubmit();
  const answer = useActionData<typeof action>();
  const isBusy = useNavigation().state !== 'idle';
  const toast = useToast();
  const [reply, setReply] = useState(review.reply ?? '');
  const [reason, setReason] = useState<RemovalReason>('abusive');
  useEffect(() => setReply(review.reply ?? ''), [review.reply]);
  useEffect(() => {
    if (answer) toast(t(`reviews:done.${answer.done}`));
  }, [answer, t, toast]);
  const send = (values: Record<string, string>) => submit(values, { method: 'post' });
  return (
    <Page
      title={t('reviews:reviewOf', { name: review.authorName })}
      backAction={{ content: t('reviews:title'), url: paths.reviews() }}
      {...(personId
        ? {
            secondaryActions: [
              {
                content: t('timeline:person.open', { what: review.authorName }),
                url: paths.person(personId),
              },
            ],
          }
        : {})}
    >
      <SaveBarFor
        id="review-reply"
        isOpen={reply !== (review.reply ?? '')}
        isSaving={isBusy}
        onSave={() => send({ action: 'reply', reply })}
        onDiscard={() => setReply(review.reply ?? '')}
      />
      <BlockStack gap="400">
        <Card>
          <ReviewItem review={{ ...review, reply: null }} photoHeight={180} />
        </Card>
        <Card>
          <TextField
            label={t('reviews:replyLabel')}
            helpText={t('reviews:replyHelp')}
            value={reply}
            onChange={setReply}
            multiline={3}
            maxLength={2000}
            autoComplete="off"
          />
        </Card>
        <Card>
          <BlockStack gap="300">
            <Text as="h2" variant="headingMd">
              {t('reviews:decision.title')}
            </Text>
            <Banner tone="info">
              <p>{t('reviews:decision.law')}</p>
            </Banner>
            {review.status === 'published' ? null : (
              <InlineStack>
                <Button variant="primary" loading={isBusy} onClick={() => send({ action: 'publish' })}>
                  {t('reviews:decision.publish')}
                </Button>
              </InlineStack>
            )}
            {review.status === 'removed' ? null : (
              <>
                <Select
                  label={t('reviews:decision.reason')}
                  options={removalReasons.map((value) => ({ value, label: t(`reviews:removal.${value}`) }))}
                  value={reason}
                  onChange={(value) => setReason(value as RemovalReason)}
                />
                <InlineStack>
                  <Button tone="critical" loading={isBusy} onClick={() => send({ action: 'remove', reason })}>
                    {t('reviews:decision.remove')}
                  </Button>
                </InlineStack>
              </>
            )}
          </BlockStack>
        </Card>
      </BlockStack>
    </Page>
  );
}
