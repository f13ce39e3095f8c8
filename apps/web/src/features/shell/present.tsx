"use client";

import { useQuery } from "@tanstack/react-query";
import { Avatar } from "@pipepilot/ui/avatar";
import { useTRPC } from "@/trpc/client";

/** What has room beside the brand. */
const PLACES = 2;

/** Who else has a page of the project open now. */
export function Present({ project }: { project: string }) {
  const trpc = useTRPC();
  const { data: others = [] } = useQuery(trpc.live.present.queryOptions({ project }));
  if (others.length === 0) return null;
  const shown = others.length > PLACES ? PLACES - 1 : PLACES;
  const rest = others.slice(shown).map(({ name }) => name);
  return (
    <ul aria-label="Also here" className="flex shrink-0 gap-0.5">
      {others.slice(0, shown).map(({ userId, name }) => (
        <li key={userId} title={`${name} is here too`}>
          <Avatar name={name} className="size-5 text-[9.5px]" />
          <span className="sr-only">{name}</span>
        </li>
      ))}
      {rest.length > 0 ? (
        <li
          title={`${rest.join(", ")} too`}
          className="num grid size-5 place-items-center rounded-full bg-sunken text-[9.5px] font-semibold text-muted"
        >
          <span aria-hidden="true">+{rest.length}</span>
          <span className="sr-only">{rest.join(", ")}</span>
        </li>
      ) : null}
    </ul>
  );
}
