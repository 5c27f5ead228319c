import {
  AutomationIcon,
  CircleDownIcon,
  ClockIcon,
  CodeIcon,
  DiscountCodeIcon,
  EmailIcon,
  ExitIcon,
  HashtagIcon,
  ListBulletedIcon,
  NoteIcon,
  QuestionCircleIcon,
  TargetIcon,
} from '@shopify/polaris-icons';
import type { StepKind } from './new-step.ts';

/** The picture of each kind of step. */
export const stepIcons: Record<StepKind, typeof ClockIcon> = {
  wait: ClockIcon,
  send: EmailIcon,
  condition: QuestionCircleIcon,
  split: CircleDownIcon,
  code: DiscountCodeIcon,
  tag: HashtagIcon,
  list: ListBulletedIcon,
  note: NoteIcon,
  webhook: CodeIcon,
  end: ExitIcon,
};
export const startIcon = AutomationIcon;
export const endIcon = TargetIcon;
