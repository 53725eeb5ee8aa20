/** Labels as chips, with a box that makes more of them. */
import { X } from "lucide-react";
import { useState, type KeyboardEvent } from "react";

import { Field } from "./field.tsx";

interface Props {
  labels: string[];
  error?: string;
  onChange: (labels: string[]) => void;
}

export function LabelsField({ labels, error, onChange }: Props) {
  const [text, setText] = useState("");
  const add = () => {
    const label = text.trim();
    setText("");
    if (label && !labels.includes(label)) onChange([...labels, label]);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Backspace" && !text) onChange(labels.slice(0, -1));
    if (event.key !== "," && !(event.key === "Enter" && text.trim())) return;
    event.preventDefault();
    add();
  };
  return (
    <Field label="Labels" hint="Enter or a comma adds one." error={error}>
      {(control) => (
        <div className="input flex flex-wrap items-center gap-1 focus-within:outline-2 focus-within:outline-accent">
          {labels.map((label) => (
            <span key={label} className="inline-flex items-center gap-0.5 rounded bg-hover pl-1.5 text-sm">
              {label}
              <button
                type="button"
                aria-label={`Remove label ${label}`}
                className="rounded p-1 text-muted hover:text-ink"
                onClick={() => onChange(labels.filter((other) => other !== label))}
              >
                <X size={14} aria-hidden />
              </button>
            </span>
          ))}
          <input
            className="min-h-6 min-w-24 flex-1 bg-transparent outline-none"
            maxLength={50}
            value={text}
            onChange={({ target }) => setText(target.value)}
            onKeyDown={onKeyDown}
            onBlur={add}
            {...control}
          />
        </div>
      )}
    </Field>
  );
}
