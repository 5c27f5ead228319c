import type { Condition } from '@reprise/rules';

/** What the fields of a condition are given. */
export interface FieldsProps<C extends Condition = Condition> {
  condition: C;
  path: string;
  onChange(condition: Condition): void;
  /** what is wrong with a field of this condition */
  errorAt(field: string): string | false;
}

/** The condition of one kind. */
export type Of<K extends Condition['kind']> = Extract<Condition, { kind: K }>;
