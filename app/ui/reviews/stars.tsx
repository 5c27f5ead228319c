import { useTranslation } from 'react-i18next';

/** Stars as a picture with words: "4 stars of 5". */
export function Stars({ rating }: { rating: number }) {
  const { t } = useTranslation();
  return (
    <span
      role="img"
      aria-label={t('reviews:stars', { count: rating })}
      style={{ color: '#8a5a00', letterSpacing: 1 }}
    >
      {'★'.repeat(rating)}
      <span style={{ color: '#8a8a8a' }}>{'☆'.repeat(5 - rating)}</span>
    </span>
  );
}
