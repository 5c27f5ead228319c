import { useFetcher } from '@remix-run/react';
import { BlockStack, Button, DropZone, InlineError, InlineStack } from '@shopify/polaris';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { paths } from '../../../paths.ts';

interface Props {
  id: string;
  pictureId: string | null;
  error?: string | undefined;
  onChange(pictureId: string | null): void;
}

/** An uploaded picture; the same keeping as for offers (decoded and written anew, nothing of the camera in it). */
export function PictureField({ id, pictureId, error, onChange }: Props) {
  const { t } = useTranslation();
  const { state, data, submit } = useFetcher<{ kind: string; id?: string; reason?: string }>();
  const [refused, setRefused] = useState('');
  const latest = useRef(onChange);
  latest.current = onChange;
  useEffect(() => {
    if (data?.kind === 'saved' && data.id) latest.current(data.id);
    setRefused(data?.kind === 'refused' ? (data.reason ?? 'other') : '');
  }, [data]);
  const upload = (_all: File[], accepted: File[], rejected: File[]) => {
    const [file] = accepted;
    if (!file) return setRefused(rejected.length > 0 ? 'format' : '');
    const body = new FormData();
    body.set('picture', file);
    submit(body, { method: 'post', action: paths.offerPictures(), encType: 'multipart/form-data' });
  };
  const words = refused ? t([`offers:picture.refused.${refused}`, 'offers:picture.refused.other']) : error;
  return (
    <BlockStack gap="200">
      {pictureId ? (
        <InlineStack gap="300" blockAlign="center">
          <img
            className="content-picture"
            src={paths.offerPicture(pictureId)}
            alt={t('offers:picture.yours')}
          />
          <Button variant="plain" tone="critical" onClick={() => onChange(null)}>
            {t('offers:picture.remove')}
          </Button>
        </InlineStack>
      ) : null}
      <DropZone
        id={id}
        accept="image/png,image/jpeg,image/webp,image/gif"
        type="image"
        allowMultiple={false}
        disabled={state !== 'idle'}
        onDrop={upload}
        label={t('offers:picture.upload')}
        labelHidden
      >
        <DropZone.FileUpload
          actionTitle={t(
            state !== 'idle'
              ? 'offers:picture.uploading'
              : pictureId
                ? 'offers:picture.other'
                : 'offers:picture.upload',
          )}
          actionHint={t('offers:picture.hint')}
        />
      </DropZone>
      {words ? <InlineError message={words} fieldID={id} /> : null}
    </BlockStack>
  );
}
