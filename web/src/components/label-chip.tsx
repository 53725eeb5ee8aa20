/** A label. */
export function LabelChip({ children }: { children: string }) {
  return (
    <span className="max-w-40 truncate rounded bg-hover px-1.5 py-0.5 text-xs text-muted">{children}</span>
  );
}
