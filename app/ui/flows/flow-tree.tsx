import { Text } from '@shopify/polaris';
import { type KeyboardEvent, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { branchesOf, type FlowDefinition, type FlowStep } from '../../features/flows/index.ts';
import { triggerWords } from './describe-flow.ts';
import { findStep, readingOrder } from './edit-flow.ts';
import { useFlowDesk } from './flow-desk.ts';
import type { FlowPart } from './flow-draft.ts';
import { EndPanel } from './panels/end-panel.tsx';
import { StartPanel } from './panels/start-panel.tsx';
import { PartCard } from './part-card.tsx';
import { endIcon, startIcon } from './step-icons.ts';
import { StepList } from './step-list.tsx';
import type { FlowEditorState } from './use-flow-editor.ts';

/** The ids of steps before which a code may have been given. */
function stepsAfterCode(steps: readonly FlowStep[]): ReadonlySet<string> {
  const found = new Set<string>();
  const walk = (list: readonly FlowStep[], given: boolean): boolean => {
    let isGiven = given;
    for (const step of list) {
      if (isGiven) found.add(step.id);
      if (step.kind === 'code') isGiven = true;
      // Not `some`: every branch has to be walked through.
      const inner = branchesOf(step).map(([, branch]) => walk(branch, isGiven));
      isGiven = isGiven || inner.some(Boolean);
    }
    return isGiven;
  };
  walk(steps, false);
  return found;
}

interface Props {
  editor: FlowEditorState;
  figures: Readonly<Record<string, readonly string[]>>;
  startFigures: readonly string[];
  endFigures: readonly string[];
  isLocked: boolean;
}

/**
 * The flow from top to bottom: what starts it, its steps, what it is for. Arrow keys go from part to part, Enter opens one, Alt
 * with an arrow moves a step, Delete takes it out; all of it can be done with Tab and the menus too.
 */
export function FlowTree({ editor, figures, startFigures, endFigures, isLocked }: Props) {
  const { t } = useTranslation();
  const { reader } = useFlowDesk();
  const { definition } = editor.draft;
  const { steps } = definition;
  const order = useMemo(() => readingOrder(steps), [steps]);
  const afterCode = useMemo(() => stepsAfterCode(steps), [steps]);

  const onKey = (event: KeyboardEvent<HTMLElement>, part: FlowPart) => {
    const parts: FlowPart[] = ['start', ...order.map((id) => `step:${id}` as const), 'end'];
    const id = part.startsWith('step:') ? part.slice(5) : null;
    const done = () => event.preventDefault();
    if (event.altKey) {
      const direction = ({ ArrowUp: 'up', ArrowDown: 'down', ArrowLeft: 'out', ArrowRight: 'in' } as const)[
        event.key as 'ArrowUp'
      ];
      if (!direction || !id || isLocked) return;
      done();
      editor.move(id, direction);
      return;
    }
    if (event.ctrlKey || event.metaKey) return;
    const found = id ? findStep(steps, id) : null;
    const to = (next: FlowPart | undefined) => {
      if (!next) return;
      done();
      editor.goTo(next);
    };
    switch (event.key) {
      case 'ArrowDown':
        return to(parts[parts.indexOf(part) + 1]);
      case 'ArrowUp':
        return to(parts[parts.indexOf(part) - 1]);
      case 'Home':
        return to('start');
      case 'End':
        return to('end');
      case 'ArrowLeft':
        return to(found?.place.parent ? `step:${found.place.parent}` : undefined);
      case 'ArrowRight': {
        const inner = found ? branchesOf(found.step).find(([, list]) => list.length > 0)?.[1][0] : undefined;
        return to(inner ? `step:${inner.id}` : undefined);
      }
      case '+':
      case 'Insert': {
        if (isLocked || part === 'end') return;
        const place = found ? found.place : { parent: null, branch: '', index: -1 };
        const gap = `flow-add-${place.parent ?? 'top'}-${place.branch}-${place.index + 1}`;
        done();
        document.getElementById(gap)?.click();
        return;
      }
      case 'Delete':
        if (!id || isLocked) return;
        done();
        editor.remove(id);
        return;
      default:
    }
  };

  const change = (next: (before: FlowDefinition) => FlowDefinition, about?: string) =>
    editor.change((before) => ({ ...before, definition: next(before.definition) }), about ?? null);
  const problemsOf = (part: FlowPart) => editor.problems.filter((problem) => problem.part === part);
  const problemIn = (part: FlowPart) => (field: string) => {
    const found = problemsOf(part).find(
      (problem) => problem.field === field || (field === 'rule' && problem.field.startsWith('rule')),
    );
    return found ? t(found.key, found.params) : false;
  };
  const start = triggerWords(definition.trigger, reader);
  return (
    <div className="flow-tree">
      <PartCard
        part="start"
        icon={startIcon}
        tone="start"
        title={t('flow-pages:edit.start')}
        detail={
          definition.rule
            ? t('flow-pages:edit.startFor', { event: start })
            : t('flow-pages:edit.startEverybody', { event: start })
        }
        place={t('flow-pages:edit.startPlace')}
        figures={startFigures}
        problems={problemsOf('start')}
        isOpen={editor.open === 'start'}
        onToggle={() => editor.toggle('start')}
        onKey={(event) => onKey(event, 'start')}
        menu={[]}
      >
        <StartPanel definition={definition} onChange={change} problem={problemIn('start')} />
      </PartCard>
      <StepList
        editor={editor}
        order={order}
        afterCode={afterCode}
        figures={figures}
        onKey={onKey}
        isLocked={isLocked}
        steps={steps}
        at={{ parent: null, branch: '' }}
        name={t('flow-pages:edit.flow')}
      />
      <PartCard
        part="end"
        icon={endIcon}
        tone="end"
        title={t('flow-pages:edit.end')}
        detail={
          definition.goal
            ? t('flow-pages:edit.goal', { event: triggerWords(definition.goal, reader) })
            : t('flow-pages:edit.noGoal')
        }
        place={t('flow-pages:edit.endPlace')}
        figures={endFigures}
        problems={problemsOf('end')}
        isOpen={editor.open === 'end'}
        onToggle={() => editor.toggle('end')}
        onKey={(event) => onKey(event, 'end')}
        menu={[]}
      >
        <EndPanel definition={definition} onChange={change} problem={problemIn('end')} />
      </PartCard>
      <Text as="p" tone="subdued" variant="bodySm">
        {t('flow-pages:edit.keys')}
      </Text>
    </div>
  );
}
