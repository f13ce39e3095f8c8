import { SearchX } from "lucide-react";
import { EmptyState } from "@pipepilot/ui/empty-state";
import { LinkButton } from "@pipepilot/ui/link-button";

/** A page that is not there, or not this person's to see: which of both is not told. */
export function NothingHere() {
  return (
    <EmptyState
      icon={<SearchX />}
      title={<h1 className="text-lg">Nothing is here</h1>}
      action={<LinkButton href="/">Go to your projects</LinkButton>}
    >
      The address may be mistyped, the thing deleted, or in a project you are no member of.
    </EmptyState>
  );
}
