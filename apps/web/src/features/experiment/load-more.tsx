import { Alert } from "@pipepilot/ui/alert";
import { Button } from "@pipepilot/ui/button";

interface LoadMoreProps {
  list: {
    hasNextPage: boolean;
    isFetchingNextPage: boolean;
    isFetchNextPageError: boolean;
    error: { message: string } | null;
    fetchNextPage: () => unknown;
  };
  /** What there is more of. */
  noun: string;
}

/** The end of a list that has more. */
export function LoadMore({ list, noun }: LoadMoreProps) {
  if (!list.hasNextPage) return null;
  return (
    <div className="flex flex-col items-center gap-2.5 border-t border-line p-2.5">
      {list.isFetchNextPageError && list.error ? <Alert tone="error">{list.error.message}</Alert> : null}
      <Button
        variant="quiet"
        size="sm"
        loading={list.isFetchingNextPage}
        onClick={() => void list.fetchNextPage()}
        aria-label={`Load more ${noun}`}
      >
        Load more
      </Button>
    </div>
  );
}
