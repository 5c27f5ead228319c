import { useSearchParams } from '@remix-run/react';
import { InlineStack, Pagination } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';

/** Back and on through a list; the page is in the address (`?page=`). Nothing when there is only one. */
export function Pager({ page, hasMore }: { page: number; hasMore: boolean }) {
  const { t } = useTranslation();
  const [query, setQuery] = useSearchParams();
  if (page === 1 && !hasMore) return null;
  const go = (to: number) => {
    const next = new URLSearchParams(query);
    next.set('page', String(to));
    setQuery(next);
  };
  return (
    <InlineStack align="center">
      <Pagination
        hasPrevious={page > 1}
        onPrevious={() => go(page - 1)}
        hasNext={hasMore}
        onNext={() => go(page + 1)}
        accessibilityLabel={t('reviews:pages')}
      />
    </InlineStack>
  );
}
