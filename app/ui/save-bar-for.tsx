import { SaveBar } from '@shopify/app-bridge-react';
import { useTranslation } from 'react-i18next';

/** App Bridge's save bar: there while something is unsaved. Its two buttons are the only way to save, as everywhere in Shopify. */
export function SaveBarFor(props: {
  id: string;
  isOpen: boolean;
  isSaving: boolean;
  onSave: () => void;
  onDiscard: () => void;
}) {
  const { t } = useTranslation();
  return (
    <SaveBar id={props.id} open={props.isOpen}>
      <button
        // App Bridge reads these attributes; React does not know them.
        {...{ variant: 'primary', ...(props.isSaving ? { loading: '' } : {}) }}
        type="button"
        onClick={props.onSave}
      >
        {t('common:save')}
      </button>
      <button type="button" onClick={props.onDiscard}>
        {t('common:discard')}
      </button>
    </SaveBar>
  );
}
