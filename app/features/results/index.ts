export { earnedOf, type Figures, profitOf, rateOf } from './figures.ts';
export { type Period, readPeriod, type Span, spans } from './period.ts';
