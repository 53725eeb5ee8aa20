/** One of a few values, with its label. */
import { Field } from "./field.tsx";

interface Props<V extends string> {
  label: string;
  value: V;
  /** What each value is called, in the order in which they are offered. */
  names: Record<V, string>;
  onChange: (value: V) => void;
}

export function SelectField<V extends string>({ label, value, names, onChange }: Props<V>) {
  return (
    <Field label={label}>
      {(control) => (
        <select
          className="input"
          value={value}
          onChange={({ target }) => onChange(target.value as V)}
          {...control}
        >
          {Object.entries<string>(names).map(([option, name]) => (
            <option key={option} value={option}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
