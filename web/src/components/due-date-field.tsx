/** The day on which a task is due, or none. */
import { TextField } from "./text-field.tsx";

interface Props {
  value: string | null;
  error?: string | undefined;
  onChange: (day: string | null) => void;
}

export function DueDateField({ value, error, onChange }: Props) {
  return (
    <TextField
      label="Due date"
      type="date"
      value={value ?? ""}
      error={error}
      onChange={(day) => onChange(day || null)}
    />
  );
}
