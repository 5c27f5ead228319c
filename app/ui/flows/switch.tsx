interface Props {
  label: string;
  isOn: boolean;
  isBusy: boolean;
  onChange(isOn: boolean): void;
}

/** One thing that is on or off, switched by a press. */
export function Switch({ label, isOn, isBusy, onChange }: Props) {
  return (
    <button
      type="button"
      role="switch"
      aria-checked={isOn}
      aria-label={label}
      aria-busy={isBusy}
      className="flow-switch"
      onClick={() => {
        if (!isBusy) onChange(!isOn);
      }}
    >
      <span />
    </button>
  );
}
