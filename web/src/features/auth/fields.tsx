/** The fields that the pages before sign-in share, as password managers know them. */
import { TextField } from "../../components/text-field.tsx";
import { PASSWORD_HINT, PASSWORD_LENGTH } from "../../lib/cognito/password-rule.ts";

interface Props {
  value: string;
  onChange: (value: string) => void;
  autoFocus?: boolean;
}

export function EmailField(props: Props) {
  return <TextField label="E-mail" type="email" autoComplete="username" required {...props} />;
}

export function PasswordField(props: Props) {
  return <TextField label="Password" type="password" autoComplete="current-password" required {...props} />;
}

export function NewPasswordField({ label = "New password", ...props }: Props & { label?: string }) {
  return (
    <TextField
      label={label}
      type="password"
      autoComplete="new-password"
      hint={PASSWORD_HINT}
      minLength={PASSWORD_LENGTH}
      required
      {...props}
    />
  );
}

export function CodeField(props: Props) {
  return <TextField label="Code" inputMode="numeric" autoComplete="one-time-code" required {...props} />;
}
