import answers from './answers.json' with { type: 'json' };
import common from './common.json' with { type: 'json' };
import complements from './complements.json' with { type: 'json' };
import contents from './contents.json' with { type: 'json' };
import experiments from './experiments.json' with { type: 'json' };
import flowPages from './flow-pages.json' with { type: 'json' };
import flowTemplates from './flow-templates.json' with { type: 'json' };
import flows from './flows.json' with { type: 'json' };
import home from './home.json' with { type: 'json' };
import ledger from './ledger.json' with { type: 'json' };
import messages from './messages.json' with { type: 'json' };
import offerTemplates from './offer-templates.json' with { type: 'json' };
import offers from './offers.json' with { type: 'json' };
import operator from './operator.json' with { type: 'json' };
import postPurchase from './post-purchase.json' with { type: 'json' };
import referrals from './referrals.json' with { type: 'json' };
import results from './results.json' with { type: 'json' };
import reviews from './reviews.json' with { type: 'json' };
import rules from './rules.json' with { type: 'json' };
import settings from './settings.json' with { type: 'json' };
import timeline from './timeline.json' with { type: 'json' };

/** What a merchant or an operator reads; the admin's browser bundle loads this file for its language. */
export const admin = {
  answers,
  postPurchase,
  common,
  complements,
  contents,
  flows,
  'flow-templates': flowTemplates,
  home,
  'flow-pages': flowPages,
  offers,
  'offer-templates': offerTemplates,
  messages,
  ledger,
  results,
  reviews,
  referrals,
  rules,
  settings,
  operator,
  timeline,
  experiments,
};
