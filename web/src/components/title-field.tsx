/** The title of a task, which each must have. */
import { TextField } from "./text-field.tsx";

interface Props {
  value: string;
  error?: string | undefined;
  onChange: (title: string) => void;
}

export function TitleField(props: Props) {
  return <TextField label="Title" required autoFocus maxLength={200} {...props} />;
}
