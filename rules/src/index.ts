export { type Choice, type ChooseOptions, choose, type Verdict } from './choose.ts';
export { type CompiledOffer, compile, ruleProblem } from './compile.ts';
export * from './facts.ts';
export { shareOf } from './hash.ts';
export { isPageDecidable } from './page-decidable.ts';
export * from './read-wire.ts';
export * from './rule.ts';
export { type Draw, HELD_OUT, pickVariant, type Variant } from './variant.ts';
export * from './wire.ts';
