import {
  CartUpIcon,
  ChatIcon,
  ConfettiIcon,
  DeliveryIcon,
  DiscountIcon,
  ImageWithTextOverlayIcon,
  PersonAddIcon,
  ProductIcon,
  QuestionCircleIcon,
  ReplayIcon,
  StarIcon,
} from '@shopify/polaris-icons';
import type { OfferKind } from '../../../features/offers/index.ts';

/** The picture of each kind of offer. */
export const kindIcons: Record<OfferKind, typeof DiscountIcon> = {
  discount: DiscountIcon,
  product: ProductIcon,
  'add-to-order': CartUpIcon,
  'buy-again': ReplayIcon,
  question: QuestionCircleIcon,
  vip: PersonAddIcon,
  referral: ChatIcon,
  review: StarIcon,
  birthday: ConfettiIcon,
  parcel: DeliveryIcon,
  message: ImageWithTextOverlayIcon,
};
