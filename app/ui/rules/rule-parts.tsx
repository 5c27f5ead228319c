import type { Condition } from '@reprise/rules';
import { BlockStack, Button, Icon, InlineStack, Select, Text } from '@shopify/polaris';
import { AlertTriangleIcon, DeleteIcon, PlusIcon } from '@shopify/polaris-icons';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { ruleLimits } from '../../features/offers/index.ts';
import { ConditionFields } from './condition-fields.tsx';
import { newCondition } from './condition-kinds.ts';
import { ConditionPicker } from './condition-picker.tsx';
import { type EditNode, type GroupNode, groupNode, type LeafNode, leafNode, type Mode } from './edit-tree.ts';
import { useRuleDesk } from './rule-desk.ts';
import { problemsAt, type SaidProblem } from './use-rule-problems.ts';

/** What every part may do to the tree. */
export interface TreeActions {
  change(key: number, next: (node: EditNode) => EditNode): void;
  add(group: number, node: EditNode): void;
  remove(key: number): void;
  /** the reader has been in this part */
  touch(key: number): void;
}

interface PartProps<Node extends EditNode> {
  node: Node;
  paths: ReadonlyMap<number, string>;
  problems: readonly SaidProblem[];
  touched: ReadonlySet<number>;
  /** everything is to be said */
  isChecked: boolean;
  actions: TreeActions;
}

const listed = ['all', 'any', 'none'] as const satisfies readonly Mode[];

/** A group: how its parts are joined, the parts, and what can be added. */
export function RuleGroup(props: PartProps<GroupNode> & { depth: number }) {
  const { node, paths, problems, depth, actions, touched, isChecked } = props;
  const { t } = useTranslation();
  const { currency, idOf, isOfFlow } = useRuleDesk();
  const path = paths.get(node.key) ?? '';
  const isRoot = depth === 1;
  const modes: readonly Mode[] = node.mode === 'not-all' ? [...listed, 'not-all'] : listed;
  const joint = node.mode === 'any' ? 'or' : node.mode === 'none' ? 'nor' : 'and';
  const own = problemsAt(problems, path, true).filter(
    ({ isUnfinished }) => !isUnfinished || isChecked || touched.has(node.key),
  );
  const mode = (
    <Select
      label={t(isRoot ? 'rules:edit.modeLabel' : 'rules:edit.groupLabel')}
      options={modes.map((value) => ({ value, label: t(`rules:edit.mode.${value}`) }))}
      value={node.mode}
      onChange={(value) => actions.change(node.key, () => ({ ...node, mode: value as Mode }))}
    />
  );
  return (
    <fieldset
      id={idOf(path)}
      data-rule-key={node.key}
      tabIndex={-1}
      aria-label={t(`rules:edit.mode.${node.mode}`)}
      className={isRoot ? 'rule-root' : 'rule-group'}
    >
      <BlockStack gap="300">
        {isRoot && node.parts.length === 0 && node.mode === 'all' ? (
          <Text as="p" tone="subdued">
            {t(isOfFlow ? 'rules:edit.everybody' : 'rules:edit.every')}
          </Text>
        ) : (
          <InlineStack gap="200" blockAlign="end" wrap={false} align="space-between">
            <div className="rule-mode">{mode}</div>
            {isRoot ? null : (
              <Button
                icon={DeleteIcon}
                variant="tertiary"
                accessibilityLabel={t('rules:edit.removeGroup')}
                onClick={() => actions.remove(node.key)}
              />
            )}
          </InlineStack>
        )}
        {node.parts.map((part, i) => (
          <Fragment key={part.key}>
            {i > 0 ? (
              <Text as="p" tone="subdued" variant="bodySm">
                {t(`rules:edit.${joint}`)}
              </Text>
            ) : null}
            {part.type === 'group' ? (
              <RuleGroup {...props} node={part} depth={depth + 1} />
            ) : (
              <ConditionRow {...props} node={part} />
            )}
          </Fragment>
        ))}
        <Problems problems={own} />
        <InlineStack gap="200">
          <ConditionPicker
            id={`rule-add-${node.key}`}
            label={t(isRoot ? 'rules:edit.add' : 'rules:edit.addHere')}
            onPick={(kind) => actions.add(node.key, leafNode(newCondition(kind, currency)))}
          />
          {depth < ruleLimits.depth - 2 && node.parts.length > 0 ? (
            <Button
              icon={PlusIcon}
              variant="tertiary"
              onClick={() => actions.add(node.key, groupNode(node.mode === 'any' ? 'all' : 'any'))}
            >
              {t('rules:edit.addGroup')}
            </Button>
          ) : null}
        </InlineStack>
      </BlockStack>
    </fieldset>
  );
}

function ConditionRow({ node, paths, problems, touched, isChecked, actions }: PartProps<LeafNode>) {
  const { t } = useTranslation();
  const { idOf } = useRuleDesk();
  const path = paths.get(node.key) ?? '';
  const { condition } = node;
  const name = t(`rules:edit.kind.${condition.kind}`);
  const said = problemsAt(problems, path, false).filter(
    ({ isUnfinished }) => !isUnfinished || isChecked || touched.has(node.key),
  );
  const errorAt = (field: string) =>
    said.find((each) => each.path === `${path}.${field}` || each.path.startsWith(`${path}.${field}.`))
      ?.words ?? false;
  // What has a field of its own is said there.
  const others = said.filter((each) => each.path === path);
  return (
    <fieldset
      id={idOf(path)}
      data-rule-key={node.key}
      tabIndex={-1}
      aria-label={name}
      className="rule-condition"
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) actions.touch(node.key);
      }}
    >
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center" wrap={false} gap="200">
          <Text as="h4" variant="headingSm">
            {name}
          </Text>
          <Button
            icon={DeleteIcon}
            variant="tertiary"
            accessibilityLabel={t('rules:edit.removeWhat', { what: name })}
            onClick={() => actions.remove(node.key)}
          />
        </InlineStack>
        <ConditionFields
          condition={condition}
          path={path}
          onChange={(next: Condition) => actions.change(node.key, () => ({ ...node, condition: next }))}
          errorAt={errorAt}
        />
        <Problems problems={others} />
      </BlockStack>
    </fieldset>
  );
}

/** What is wrong with a part, below it. */
function Problems({ problems }: { problems: readonly SaidProblem[] }) {
  if (problems.length === 0) return null;
  return (
    <div role="status">
      <ul className="rule-problems">
        {[...new Map(problems.map((each) => [each.words, each])).values()].map(({ words, severity }) => (
          <li key={words}>
            <span>
              <Icon source={AlertTriangleIcon} tone={severity === 'error' ? 'critical' : 'caution'} />
            </span>
            <Text as="span" tone={severity === 'error' ? 'critical' : 'caution'}>
              {words}
            </Text>
          </li>
        ))}
      </ul>
    </div>
  );
}
