import { Fragment, type KeyboardEvent, memo } from 'react';
import { useTranslation } from 'react-i18next';
import { branchesOf, type FlowStep } from '../../features/flows/index.ts';
import { AddStep } from './add-step.tsx';
import { branchName, stepDetail } from './describe-flow.ts';
import type { StepPlace } from './edit-flow.ts';
import { useFlowDesk } from './flow-desk.ts';
import { type FlowPart, partId } from './flow-draft.ts';
import { StepPanel } from './panels/step-panel.tsx';
import { PartCard } from './part-card.tsx';
import { stepIcons } from './step-icons.ts';
import type { FlowEditorState } from './use-flow-editor.ts';

/** What the whole tree shares. */
export interface TreeProps {
  editor: FlowEditorState;
  /** all steps as they are read: their places are counted in it */
  order: readonly string[];
  /** steps that come after a code on some way */
  afterCode: ReadonlySet<string>;
  /** what has happened at each step, in words */
  figures: Readonly<Record<string, readonly string[]>>;
  onKey(event: KeyboardEvent<HTMLElement>, part: FlowPart): void;
  isLocked: boolean;
}

interface Props extends TreeProps {
  steps: readonly FlowStep[];
  at: Omit<StepPlace, 'index'>;
  /** what the list is called where it is empty: "Yes" */
  name: string;
}

/** A list of steps from top to bottom, with a gap before, between and after them. */
export function StepList({ steps, at, name, ...tree }: Props) {
  const { t } = useTranslation();
  const { editor, isLocked } = tree;
  const gap = (index: number, where: string) =>
    isLocked ? (
      <div className="flow-gap" />
    ) : (
      <AddStep
        id={`flow-add-${at.parent ?? 'top'}-${at.branch}-${index}`}
        place={{ ...at, index }}
        where={where}
        isAlone={steps.length === 0}
        onAdd={editor.insert}
      />
    );
  if (steps.length === 0) return gap(0, name);
  return (
    <ol className="flow-list">
      {steps.map((step, index) => (
        <Fragment key={step.id}>
          {index === 0 ? (
            <li className="flow-list__gap">{gap(0, t('flow-pages:edit.atTop', { name }))}</li>
          ) : null}
          <StepItem {...tree} step={step} />
          <li className="flow-list__gap">
            {gap(index + 1, t('flow-pages:edit.after', { step: t(`flow-pages:kind.${step.kind}`) }))}
          </li>
        </Fragment>
      ))}
    </ol>
  );
}

const StepItem = memo(function StepItem({ step, ...tree }: TreeProps & { step: FlowStep }) {
  const { t } = useTranslation();
  const { reader } = useFlowDesk();
  const { editor, order, afterCode, figures, onKey, isLocked } = tree;
  const { id, kind } = step;
  const part: FlowPart = `step:${id}`;
  const problems = editor.problems.filter((problem) => problem.part === part);
  const branches = branchesOf(step);
  const act = (content: string, onAction: () => void, isDestructive = false) => ({
    content: t(`flow-pages:edit.${content}`),
    onAction,
    isDestructive,
  });
  return (
    <li className="flow-list__step">
      <PartCard
        part={part}
        icon={stepIcons[kind]}
        tone="step"
        kind={kind}
        title={t(`flow-pages:kind.${kind}`)}
        detail={stepDetail(step, editor.draft, reader)}
        place={t('flow-pages:edit.place', { place: order.indexOf(id) + 1, count: order.length })}
        figures={figures[id] ?? []}
        problems={problems}
        isOpen={editor.open === part}
        onToggle={() => editor.toggle(part)}
        onKey={(event) => onKey(event, part)}
        menu={
          isLocked
            ? []
            : [
                act('moveUp', () => editor.move(id, 'up')),
                act('moveDown', () => editor.move(id, 'down')),
                act('moveIn', () => editor.move(id, 'in')),
                act('moveOut', () => editor.move(id, 'out')),
                act('duplicate', () => editor.duplicate(id)),
                act('remove', () => editor.remove(id), true),
              ]
        }
      >
        <StepPanel
          id={partId(part)}
          step={step}
          onChange={(next, about) => editor.changeOne(id, next, about)}
          problem={(field) => {
            const found = problems.find(
              (problem) => problem.field === field || (field === 'rule' && problem.field.startsWith('rule')),
            );
            return found ? t(found.key, found.params) : false;
          }}
          texts={step.kind === 'send' ? (editor.draft.contents[step.contentId] ?? {}) : {}}
          onTexts={(next, about) => {
            if (step.kind !== 'send') return;
            const { contentId } = step;
            editor.change(
              (before) => ({
                ...before,
                contents: { ...before.contents, [contentId]: { ...next(before.contents[contentId] ?? {}) } },
              }),
              about,
            );
          }}
          hasCode={afterCode.has(id)}
        />
      </PartCard>
      {branches.length > 0 ? (
        <ul className="flow-branches" data-count={branches.length}>
          {branches.map(([branch, inner]) => {
            const name = branchName(step, branch, reader);
            return (
              <li key={branch} className="flow-branch" data-branch={kind === 'condition' ? branch : 'arm'}>
                <h3 className="flow-branch__name">{name}</h3>
                <StepList {...tree} steps={inner} at={{ parent: id, branch }} name={name} />
              </li>
            );
          })}
        </ul>
      ) : null}
    </li>
  );
});
