import { BlockStack, Divider, InlineGrid, Link, Text } from '@shopify/polaris';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { paths } from '../../paths.ts';

export interface AdvocateInWords {
  id: string;
  name: string;
  code: string;
  visits: string;
  friends: string;
  paid: string;
}

/** Who recommends the shop, with what came of it; rows on a wide screen, blocks on a phone. */
export function AdvocateList({ advocates }: { advocates: AdvocateInWords[] }) {
  const { t } = useTranslation();
  return (
    <BlockStack gap="300">
      {advocates.map((one, index) => (
        <Fragment key={one.id}>
          {index > 0 ? <Divider /> : null}
          <InlineGrid columns={{ xs: 1, sm: '2fr 1fr 1fr 1fr' }} gap="200">
            <BlockStack gap="050">
              <Text as="span" variant="headingSm" breakWord>
                <Link url={paths.person(one.id)} monochrome>
                  {one.name}
                </Link>
              </Text>
              <Text as="span" tone="subdued" variant="bodySm" breakWord>
                {one.code}
              </Text>
            </BlockStack>
            {(['visits', 'friends', 'paid'] as const).map((key) => (
              <Text key={key} as="span">
                {t(`referrals:advocates.${key}`)}: {one[key]}
              </Text>
            ))}
          </InlineGrid>
        </Fragment>
      ))}
    </BlockStack>
  );
}
