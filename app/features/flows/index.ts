export * from './flow.ts';
export { branchesOf, kindsIn, pathOf, stepAt, walkSteps } from './flow-tree.ts';
export { type FlowProblem, type LintContext, lintFlow } from './lint-flow.ts';
export { type ReadyFlowName, readyFlow, readyFlowNames } from './ready-flows.ts';
