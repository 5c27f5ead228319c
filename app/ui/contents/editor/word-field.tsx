import { TextField } from '@shopify/polaris';
import type { MutableRefObject } from 'react';
import { fieldId } from './fields.ts';

/** Where the writer last was in a text. */
export interface Caret {
  at: number;
  insert(text: string, at: number): void;
}

interface Props {
  /** `texts.de.subject` */
  field: string;
  label: string;
  value: string;
  max: number;
  lines: number;
  caret: MutableRefObject<Caret | null>;
  error?: string | undefined;
  help?: string;
  onChange(text: string): void;
}

/** One text of one language; variables go to where the cursor was. */
export function WordField({ field, label, value, max, lines, caret, error, help, onChange }: Props) {
  const id = fieldId(field);
  const element = () => document.getElementById(id) as HTMLInputElement | HTMLTextAreaElement | null;
  const note = () => {
    caret.current = {
      at: element()?.selectionStart ?? value.length,
      insert: (text, at) => {
        const now = element()?.value ?? value;
        if (now.length + text.length > max) return;
        onChange(now.slice(0, at) + text + now.slice(at));
        requestAnimationFrame(() => {
          element()?.focus();
          element()?.setSelectionRange(at + text.length, at + text.length);
        });
      },
    };
  };
  return (
    <TextField
      id={id}
      label={label}
      value={value}
      onChange={onChange}
      onFocus={note}
      onBlur={note}
      maxLength={max}
      autoComplete="off"
      {...(error ? { error } : {})}
      {...(help ? { helpText: help } : {})}
      {...(lines > 1 ? { multiline: lines, maxHeight: '20rem' } : {})}
    />
  );
}
