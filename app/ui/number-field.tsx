import { TextField } from '@shopify/polaris';
import { useEffect, useState } from 'react';

/** A whole number with a unit. What is typed stays as typed; the value changes only when it is a number. */
export function NumberField(props: {
  label: string;
  help?: string;
  value: number;
  min: number;
  max: number;
  suffix?: string;
  error?: string | undefined;
  onChange: (value: number) => void;
}) {
  const [text, setText] = useState(String(props.value));
  useEffect(() => setText((now) => (Number(now) === props.value ? now : String(props.value))), [props.value]);
  return (
    <TextField
      label={props.label}
      {...(props.help ? { helpText: props.help } : {})}
      type="number"
      inputMode="numeric"
      min={props.min}
      max={props.max}
      value={text}
      autoComplete="off"
      {...(props.suffix ? { suffix: props.suffix } : {})}
      {...(props.error ? { error: props.error } : {})}
      onChange={(typed) => {
        setText(typed);
        const value = Number(typed);
        if (typed !== '' && Number.isInteger(value)) props.onChange(value);
      }}
      onBlur={() => setText(String(props.value))}
    />
  );
}
