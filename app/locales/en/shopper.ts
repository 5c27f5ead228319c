import buyer from './buyer.json' with { type: 'json' };
import checkout from './checkout.json' with { type: 'json' };
import mail from './mail.json' with { type: 'json' };

/** What a shopper reads: in messages, on pages opened from them, and from the checkout routes. */
export const shopper = { mail, buyer, checkout };
