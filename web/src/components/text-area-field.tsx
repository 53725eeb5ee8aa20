/** Several lines of text with their label. */
import type { ReactNode } from "react";

import { Field } from "./field.tsx";

interface Props {
  label: string;
  value: string;
  maxLength: number;
  hint?: ReactNode;
  error?: string;
  onChange: (value: string) => void;
}

export function TextAreaField({ label, value, maxLength, hint, error, onChange }: Props) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => (
        <textarea
          className="input min-h-28 resize-y"
          maxLength={maxLength}
          value={value}
          onChange={({ target }) => onChange(target.value)}
          {...control}
        />
      )}
    </Field>
  );
}
