export { signatureOf, webhookSecret } from './call-webhook.server.ts';
export {
  type ActivateOutcome,
  activateFlow,
  archiveFlow,
  type ChangeFlowOutcome,
  pauseFlow,
  removeFromFlow,
} from './change-flow.server.ts';
export { countEntered } from './count-entered.server.ts';
export { countSteps, type StepCounts } from './count-steps.server.ts';
export { createReadyFlow, switchOnReadyFlow } from './create-ready-flow.server.ts';
export { type DryRun, type DryStep, dryRun } from './dry-run.server.ts';
export type { EnterOutcome } from './enter-flow.server.ts';
export { countFlowArms } from './flow-people.repo.server.ts';
export { type FlowResults, flowResults } from './flow-results.server.ts';
export { flowsAhead, flowTimeline } from './flow-timeline.server.ts';
export { flowTraits } from './flow-traits.server.ts';
export { flowHandlers } from './flows.handlers.server.ts';
export { type Flow, listensTo, readListens } from './flows.repo.server.ts';
export { guardFlowMessage } from './guard-message.server.ts';
export {
  type FlowCounts,
  type FlowView,
  getFlow,
  type ListedFlow,
  listFlows,
} from './list-flows.server.ts';
export { type MoveOutcome, moveRuns } from './move-runs.server.ts';
export { createFlow, type DraftInput, type SaveDraftOutcome, saveDraft } from './save-draft.server.ts';
export { startByHand } from './start-by-hand.server.ts';
