/** How a split of a flow is named among the subjects of tests; ids of steps may be longer than a subject is. */
export function experimentSubject(flowId: string, stepId: string): string {
  return `${flowId}/${stepId}`.slice(0, 64);
}
