/** Loads the next page of a list; shows nothing when there is none. */
import { Button } from "./button.tsx";

interface Props {
  query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => Promise<unknown> };
  className?: string;
  children?: string;
}

export function MoreButton({ query, className, children = "Load more" }: Props) {
  if (!query.hasNextPage) return null;
  return (
    <Button
      look="ghost"
      className={className}
      isBusy={query.isFetchingNextPage}
      onClick={() => void query.fetchNextPage()}
    >
      {children}
    </Button>
  );
}
