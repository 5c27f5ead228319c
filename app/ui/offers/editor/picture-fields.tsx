import { useFetcher } from '@remix-run/react';
import { Banner, BlockStack, Button, DropZone, InlineStack, Text, TextField } from '@shopify/polaris';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { limits } from '../../../features/offers/index.ts';
import { languageName } from '../languages.ts';
import { fieldId } from './fields.ts';
import type { OfferForm } from './use-offer-form.ts';

/** What the upload answers. */
export type PictureAnswer = { kind: 'saved'; id: string; url: string } | { kind: 'refused'; reason: string };

interface Props {
  form: OfferForm;
  locales: string[];
  uploadPath: string;
  /** where a picture is served */
  pathOf(id: string): string;
}

/** A picture of the merchant's own, with words for those who cannot see it. */
export function PictureFields({ form, locales, uploadPath, pathOf }: Props) {
  const { t, i18n } = useTranslation();
  const { state, data, submit } = useFetcher<PictureAnswer>();
  const [refused, setRefused] = useState('');
  const { pictureId, texts } = form.input;
  const { set } = form;
  useEffect(() => {
    if (data?.kind === 'saved') set({ pictureId: data.id });
    setRefused(data?.kind === 'refused' ? data.reason : '');
  }, [data, set]);
  const upload = (_all: File[], accepted: File[], rejected: File[]) => {
    const [file] = accepted;
    if (!file) return setRefused(rejected.length > 0 ? 'format' : '');
    const body = new FormData();
    body.set('picture', file);
    submit(body, { method: 'post', action: uploadPath, encType: 'multipart/form-data' });
  };
  const isUploading = state !== 'idle';
  return (
    <BlockStack gap="300">
      {refused ? (
        <Banner tone="critical">
          {t([`offers:picture.refused.${refused}`, 'offers:picture.refused.other'])}
        </Banner>
      ) : null}
      {pictureId ? (
        <InlineStack gap="400" blockAlign="center">
          <img className="offer-picture" src={pathOf(pictureId)} alt={t('offers:picture.yours')} />
          <InlineStack gap="300">
            <Button variant="plain" tone="critical" onClick={() => form.set({ pictureId: null })}>
              {t('offers:picture.remove')}
            </Button>
          </InlineStack>
        </InlineStack>
      ) : null}
      <DropZone
        accept="image/png,image/jpeg,image/webp,image/gif"
        type="image"
        allowMultiple={false}
        disabled={isUploading}
        onDrop={upload}
        label={t('offers:picture.upload')}
        labelHidden
        id={fieldId('pictureId')}
      >
        <DropZone.FileUpload
          actionTitle={t(
            isUploading
              ? 'offers:picture.uploading'
              : pictureId
                ? 'offers:picture.other'
                : 'offers:picture.upload',
          )}
          actionHint={t('offers:picture.hint')}
        />
      </DropZone>
      {pictureId ? (
        <BlockStack gap="200">
          <Text as="p" tone="subdued">
            {t('offers:picture.altHelp')}
          </Text>
          {locales.map((locale) => (
            <TextField
              key={locale}
              id={fieldId(`texts.${locale}.alt`)}
              label={t('offers:picture.alt', { language: languageName(locale, i18n.language) })}
              value={texts[locale]?.alt ?? ''}
              onChange={(alt) => form.setTexts(locale, { alt })}
              maxLength={limits.alt}
              autoComplete="off"
            />
          ))}
        </BlockStack>
      ) : null}
    </BlockStack>
  );
}
