import type { OfferKind } from '@reprise/rules';
import type { FunctionComponent } from 'preact';
import { AddToOrderBlock } from './add-to-order-block.tsx';
import { BirthdayBlock } from './birthday-block.tsx';
import { BuyAgainBlock } from './buy-again-block.tsx';
import { DiscountBlock } from './discount-block.tsx';
import { MessageBlock } from './message-block.tsx';
import type { BlockProps } from './offer-flow.ts';
import { ParcelBlock } from './parcel-block.tsx';
import { ProductBlock } from './product-block.tsx';
import { QuestionBlock } from './question-block.tsx';
import { ReferralOfferBlock } from './referral-block.tsx';
import { ReviewBlock } from './review-block.tsx';
import { VipBlock } from './vip-block.tsx';

const BLOCKS: Readonly<Record<OfferKind, FunctionComponent<BlockProps>>> = {
  product: ProductBlock,
  'add-to-order': AddToOrderBlock,
  'buy-again': BuyAgainBlock,
  discount: DiscountBlock,
  vip: VipBlock,
  question: QuestionBlock,
  birthday: BirthdayBlock,
  review: ReviewBlock,
  referral: ReferralOfferBlock,
  parcel: ParcelBlock,
  message: MessageBlock,
};

/** One offer, drawn as its kind is. */
export function OfferBlock(props: BlockProps) {
  const Block = BLOCKS[props.offer.kind];
  return <Block {...props} />;
}
