/** One line of text with its label. */
import type { InputHTMLAttributes, ReactNode } from "react";

import { Field } from "./field.tsx";

interface Props extends Omit<InputHTMLAttributes<HTMLInputElement>, "onChange" | "value"> {
  label: string;
  value: string;
  onChange: (value: string) => void;
  hint?: ReactNode;
  error?: string;
}

export function TextField({ label, value, onChange, hint, error, className, ...rest }: Props) {
  return (
    <Field label={label} hint={hint} error={error} className={className}>
      {(control) => (
        <input
          className="input"
          value={value}
          onChange={(event) => onChange(event.target.value)}
          data-autofocus={rest.autoFocus || undefined}
          {...control}
          {...rest}
        />
      )}
    </Field>
  );
}
