export { decideHere } from './own-decision.tsx';
export { start } from './start.tsx';
