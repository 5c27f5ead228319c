import { Banner, BlockStack, Box, Button, Card, InlineStack, Text, TextField } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import { contrast, readableOn } from '../../features/content/index.ts';
import type { GeneralSettings } from '../../features/shops/index.ts';
import { PictureField } from '../contents/editor/picture-field.tsx';

const hexColor = /^#[0-9a-f]{6}$/i;
/** WCAG 2.2 SC 1.4.3 for text of ordinary size. */
const enough = 4.5;

interface Props {
  values: GeneralSettings;
  /** names of fields that were refused */
  wrong: string[];
  onChange: (change: Partial<GeneralSettings>) => void;
}

/** The look of every message: logo, colours that can be read on each other, one more line below. */
export function BrandCard({ values, wrong, onChange }: Props) {
  const { t, i18n } = useTranslation();
  const { accentColor, buttonTextColor, pageColor } = values;
  const isKnown = hexColor.test(accentColor);
  const suggested = isKnown ? readableOn(accentColor) : '#ffffff';
  const own = hexColor.test(buttonTextColor) ? buttonTextColor : null;
  const ratio = own && isKnown ? contrast(own, accentColor) : null;
  const error = (field: keyof GeneralSettings) =>
    wrong.includes(field) ? { error: t('settings:problem.accentColor') } : {};
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="200">
          <Text as="h3" variant="headingSm">
            {t('settings:brand.logo')}
          </Text>
          <Text as="p" tone="subdued">
            {t('settings:brand.logoHelp')}
          </Text>
          <PictureField
            id="brand-logo"
            pictureId={values.logoId || null}
            onChange={(logoId) => onChange({ logoId: logoId ?? '' })}
          />
        </BlockStack>
        <ColorField
          label={t('settings:sender.accentColor')}
          value={accentColor}
          onChange={(color) => onChange({ accentColor: color })}
          {...error('accentColor')}
        />
        <ColorField
          label={t('settings:brand.buttonText')}
          help={t('settings:brand.buttonTextHelp')}
          value={buttonTextColor}
          shown={own ?? suggested}
          onChange={(color) => onChange({ buttonTextColor: color })}
          {...error('buttonTextColor')}
        />
        <ColorField
          label={t('settings:brand.page')}
          value={pageColor}
          onChange={(color) => onChange({ pageColor: color })}
          {...error('pageColor')}
        />
        <InlineStack gap="300" blockAlign="center">
          <span
            style={{
              backgroundColor: isKnown ? accentColor : '#000000',
              borderRadius: '8px',
              color: ratio !== null && ratio >= enough && own ? own : suggested,
              fontWeight: 600,
              padding: '10px 20px',
            }}
          >
            {t('settings:brand.sample')}
          </span>
          {ratio === null ? null : (
            <Text as="span" tone="subdued">
              {t('settings:brand.ratio', {
                ratio: new Intl.NumberFormat(i18n.language).format(Math.floor(ratio * 10) / 10),
              })}
            </Text>
          )}
        </InlineStack>
        {ratio !== null && ratio < enough ? (
          <Banner tone="warning">
            <BlockStack gap="200">
              <Text as="p">{t('settings:brand.unreadable')}</Text>
              <Box>
                <Button onClick={() => onChange({ buttonTextColor: suggested })}>
                  {t(suggested === '#ffffff' ? 'settings:brand.takeWhite' : 'settings:brand.takeBlack')}
                </Button>
              </Box>
            </BlockStack>
          </Banner>
        ) : null}
        <TextField
          label={t('settings:brand.footer')}
          helpText={t('settings:brand.footerHelp')}
          autoComplete="off"
          maxLength={300}
          value={values.footerText}
          onChange={(footerText) => onChange({ footerText })}
        />
      </BlockStack>
    </Card>
  );
}

interface ColorProps {
  label: string;
  value: string;
  /** what the empty field stands for */
  shown?: string;
  help?: string;
  error?: string;
  onChange(color: string): void;
}

function ColorField({ label, value, shown, help, error, onChange }: ColorProps) {
  return (
    <TextField
      label={label}
      autoComplete="off"
      maxLength={7}
      value={value}
      onChange={onChange}
      {...(help ? { helpText: help } : {})}
      {...(error ? { error } : {})}
      {...(shown ? { placeholder: shown } : {})}
      prefix={
        <input
          type="color"
          aria-label={label}
          value={hexColor.test(value) ? value : (shown ?? '#000000')}
          onChange={(event) => onChange(event.currentTarget.value)}
          style={{ width: 28, height: 24, padding: 0, border: 0, background: 'none', display: 'block' }}
        />
      }
    />
  );
}
