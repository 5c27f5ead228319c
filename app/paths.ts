/** The only place that spells a URL. Paths are relative to the app's base URL; `ctx.appUrl + paths.review(…)` leaves it. */
const part = encodeURIComponent;

export const paths = {
  // merchant
  home: () => '/app',
  offers: () => '/app/offers',
  offer: (id: string) => `/app/offers/${part(id)}`,
  newOffer: () => '/app/offers/new',
  offerAnswers: (id: string) => `/app/offers/${part(id)}/answers`,
  offersResults: () => '/app/offers/results',
  offerResults: (id: string) => `/app/offers/${part(id)}/results`,
  offersCsv: () => '/app/offers/results.csv',
  postPurchase: () => '/app/offers/post-purchase',
  complements: () => '/app/offers/complements',
  offerHistory: (id: string) => `/app/offers/${part(id)}/history`,
  offerProducts: () => '/app/offers/products',
  offerCollections: () => '/app/offers/collections',
  offerPictures: () => '/app/offers/pictures',
  offerPreview: () => '/app/offers/preview',
  ruleValues: () => '/app/offers/rule-values',
  offerExplain: () => '/app/offers/explain',
  ruleCheck: () => '/app/offers/rule-check',
  messages: () => '/app/messages',
  messageLedger: () => '/app/messages/ledger',
  message: (id: string) => `/app/messages/ledger/${part(id)}`,
  messageKind: (kind: string) => `/app/messages/${part(kind)}`,
  people: () => '/app/people',
  person: (id: string) => `/app/people/${part(id)}`,
  reviews: () => '/app/reviews',
  reviewDetail: (id: string) => `/app/reviews/${part(id)}`,
  reviewRequests: () => '/app/reviews/requests',
  reviewsSettings: () => '/app/reviews/settings',
  referrals: () => '/app/referrals',
  referralsSettings: () => '/app/referrals/settings',
  settings: () => '/app/settings',
  dataRequest: (id: string) => `/app/settings/requests/${part(id)}`,
  setup: () => '/api/setup',

  // shopper
  referral: (code: string) => `/r/${part(code)}`,
  review: (requestId: string, signature: string) => `/review/${part(requestId)}/${part(signature)}`,
  reviewPhoto: (photoId: string) => `/review-photos/${part(photoId)}`,
  offerPicture: (pictureId: string) => `/offer-pictures/${part(pictureId)}`,
  unsubscribe: (id: string, signature: string) => `/unsubscribe/${part(id)}/${part(signature)}`,
  offerPage: (offerId: string, orderId: string, signature: string) =>
    `/offer/${part(offerId)}/${part(orderId)}/${part(signature)}`,
  confirmVip: (personId: string, signature: string) => `/confirm/${part(personId)}/${part(signature)}`,
  go: (id: string, signature: string) => `/go/${part(id)}/${part(signature)}`,
  preferences: (id: string, signature: string) => `/preferences/${part(id)}/${part(signature)}`,

  // operator
  operator: () => '/operator',
  operatorSignIn: () => '/operator/sign-in',
  operatorReceipt: (id: string) => `/operator/receipts/${part(id)}`,
};
