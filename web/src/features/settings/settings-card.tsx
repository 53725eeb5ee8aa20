/** One form of the settings. */
import type { ReactNode, SyntheticEvent } from "react";

import { Button } from "../../components/button.tsx";
import { ErrorAlert } from "../../components/error-alert.tsx";

interface Props {
  title: string;
  error: string | null;
  isBusy: boolean;
  submitLabel: string;
  onSubmit: () => void;
  children: ReactNode;
}

export function SettingsCard({ title, error, isBusy, submitLabel, onSubmit, children }: Props) {
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <section className="rounded-xl border border-line bg-surface p-5">
      <h2 className="mb-3 font-semibold">{title}</h2>
      <form className="max-w-sm space-y-4" onSubmit={submit}>
        {error && <ErrorAlert>{error}</ErrorAlert>}
        {children}
        <Button type="submit" look="primary" isBusy={isBusy}>
          {submitLabel}
        </Button>
      </form>
    </section>
  );
}
