import { type ComponentType, memo } from 'react';
import type { OfferInput } from '../../../features/offers/index.ts';
import type { OfferForm } from './use-offer-form.ts';

/**
 * A part of the editor that is drawn anew only when what it speaks of has changed: what is typed in one part must not wait for
 * the thousand products of another. Functions that it is given must not remember the fields (`form.change` gives the latest).
 */
export function memoOn<Props extends { form: OfferForm }>(
  part: ComponentType<Props>,
  keys: readonly (keyof OfferInput)[],
): ComponentType<Props> {
  return memo(part, (before, after) => {
    const [was, is] = [before.form, after.form];
    if (keys.some((key) => was.input[key] !== is.input[key])) return false;
    if (was.problemKey !== is.problemKey) return false;
    return (Object.keys(after) as (keyof Props)[]).every(
      (name) => name === 'form' || typeof after[name] === 'function' || before[name] === after[name],
    );
  }) as unknown as ComponentType<Props>;
}
