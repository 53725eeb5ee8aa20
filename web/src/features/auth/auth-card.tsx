/** The frame of the pages before sign-in. */
import { useEffect, type ReactNode, type SyntheticEvent } from "react";

import { Brand } from "../../components/brand.tsx";
import { Button } from "../../components/button.tsx";
import { ErrorAlert } from "../../components/error-alert.tsx";

interface Props {
  title: string;
  introduction?: ReactNode;
  error: string | null;
  isBusy: boolean;
  submitLabel: string;
  onSubmit: () => void;
  footer: ReactNode;
  children: ReactNode;
}

export function AuthCard({
  title,
  introduction,
  error,
  isBusy,
  submitLabel,
  onSubmit,
  footer,
  children,
}: Props) {
  useEffect(() => {
    document.title = `${title} · Relayboard`;
  }, [title]);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center px-4 py-10">
      <div className="mb-6 text-lg">
        <Brand />
      </div>
      <div className="w-full max-w-sm rounded-xl border border-line bg-surface p-6 shadow-card">
        <h1 className="text-lg font-semibold tracking-tight">{title}</h1>
        {introduction && <div className="mt-1 text-sm text-muted">{introduction}</div>}
        <form className="mt-4 space-y-4" onSubmit={submit}>
          {error && <ErrorAlert>{error}</ErrorAlert>}
          {children}
          <Button type="submit" look="primary" isBusy={isBusy} className="w-full">
            {submitLabel}
          </Button>
        </form>
      </div>
      <div className="mt-5 flex flex-wrap justify-center gap-x-5 gap-y-1 text-sm">{footer}</div>
    </main>
  );
}
