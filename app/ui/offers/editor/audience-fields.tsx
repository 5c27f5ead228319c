import { BlockStack } from '@shopify/polaris';
import { memo, useCallback, useMemo } from 'react';
import { type ProblemContext, productKinds } from '../../../features/offers/index.ts';
import { RuleEditor } from '../../rules/rule-editor.tsx';
import { TryOrder } from '../../rules/try-order.tsx';
import { fieldId } from './fields.ts';
import type { KnownNames } from './known-names.ts';
import type { OfferForm } from './use-offer-form.ts';

/** What is typed elsewhere does not concern the rule, however many products it names. */
const StillRuleEditor = memo(RuleEditor);

interface Props {
  form: OfferForm;
  offerId: string | null;
  currency: string;
  names: KnownNames;
  countryNames: Readonly<Record<string, string>>;
  paths: { search: string; ruleValues: string; ruleCheck: string; explain: string };
}

const idOf = (path: string) => fieldId(path === '' ? 'rule' : `rule.${path}`);

/** Which orders see it: the rule, read back as a sentence, and an order to try it with. */
export function AudienceFields({ form, offerId, currency, names, countryNames, paths }: Props) {
  const { input, set } = form;
  const { surfaces, moments, kind, choice } = input;
  const context = useMemo<ProblemContext>(
    () => ({ now: new Date(), currency, surfaces, moments, hasProduct: productKinds.includes(kind) }),
    [currency, surfaces, moments, kind],
  );
  const first = choice?.by === 'hand' ? choice.items[0] : undefined;
  const product = useMemo(
    () => (first ? { productId: first.productId, variantId: first.variantId } : null),
    [first],
  );
  const urls = useMemo(
    () => ({
      search: paths.search,
      values: paths.ruleValues,
      check: paths.ruleCheck,
      explain: paths.explain,
    }),
    [paths.search, paths.ruleValues, paths.ruleCheck, paths.explain],
  );
  const draft = useMemo(() => ({ id: offerId, input }), [offerId, input]);
  const onChange = useCallback((rule: typeof input.rule) => set({ rule }), [set]);
  return (
    <BlockStack gap="600">
      <StillRuleEditor
        rule={input.rule}
        onChange={onChange}
        context={context}
        product={product}
        names={names.all}
        onLearn={names.learn}
        countryNames={countryNames}
        currency={currency}
        urls={urls}
        isChecked={
          form.problem('rule') !== false || form.problems.some(({ field }) => field.startsWith('rule'))
        }
        idOf={idOf}
      />
      <TryOrder url={urls.explain} language={names.all.locale} draft={draft} />
    </BlockStack>
  );
}
