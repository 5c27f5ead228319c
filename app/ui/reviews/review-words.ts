/** Picks words by key. */
type Words = (key: string, params?: Record<string, string | number>) => string;

/** Every word of the review page in one language, so that the drawn page needs no look-up of its own (it has no script). */
export function reviewWords(t: Words, params: { shop: string; percent?: string }) {
  const word = (key: string) => t(`buyer:reviews.${key}`, params);
  return {
    heading: word('heading'),
    intro: word('intro'),
    reward: params.percent ? word('reward') : null,
    others: word('others'),
    stars: word('stars'),
    star: [1, 2, 3, 4, 5].map((count) => t('buyer:reviews.star', { count })),
    titleLabel: word('titleLabel'),
    bodyLabel: word('bodyLabel'),
    bodyHelp: word('bodyHelp'),
    photosLabel: word('photosLabel'),
    photosHelp: word('photosHelp'),
    photosKept: word('photosKept'),
    drop: word('drop'),
    nameLabel: word('nameLabel'),
    nameHelp: word('nameHelp'),
    submit: word('submit'),
    change: word('change'),
    terms: word('terms'),
    removed: word('removed'),
    notArrivedLink: word('notArrivedLink'),
    toShop: word('toShop'),
    errors: {
      summary: word('errors.summary'),
      rating: word('errors.rating'),
      too_long: word('errors.too_long'),
      name: word('errors.name'),
    },
    notArrived: {
      heading: word('notArrived.heading'),
      text: word('notArrived.text'),
      button: word('notArrived.button'),
    },
    postponed: { heading: word('postponed.heading') },
    thanks: {
      heading: word('thanks.heading'),
      text: word('thanks.text'),
      reward: params.percent ? word('thanks.reward') : null,
      edit: word('thanks.edit'),
    },
    invite: { heading: word('invite.heading'), label: word('invite.label'), mail: word('invite.mail') },
    expired: { heading: word('expired.heading'), text: word('expired.text') },
    unknown: { heading: word('unknown.heading'), text: word('unknown.text') },
  };
}

export type ReviewWords = ReturnType<typeof reviewWords>;
