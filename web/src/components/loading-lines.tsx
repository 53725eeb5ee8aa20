/** Grey lines where a list will be, shown only when loading takes noticeably long. */

interface Props {
  count?: number;
  label?: string;
}

export function LoadingLines({ count = 4, label = "Loading" }: Props) {
  return (
    <div role="status" className="appears-late space-y-2">
      <span className="sr-only">{label}</span>
      {Array.from({ length: count }, (_, index) => (
        <div key={index} className="h-14 animate-pulse rounded-card bg-hover" />
      ))}
    </div>
  );
}
