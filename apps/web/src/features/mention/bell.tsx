"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { Bell as BellIcon } from "lucide-react";
import { useState } from "react";
import { Popover } from "@pipepilot/ui/popover";
import { useTRPC } from "@/trpc/client";
import { MentionList } from "./mention-list";

const MOST_SHOWN = 99;

/** How many comments name one and are unread, live; opens the list of them. */
export function Bell({ project }: { project: string }) {
  const trpc = useTRPC();
  const { data: unread } = useSuspenseQuery(trpc.mention.count.queryOptions({ project }));
  const [open, setOpen] = useState(false);
  return (
    <Popover
      label="Mentions"
      open={open}
      onOpenChange={setOpen}
      align="start"
      trigger={
        <button
          type="button"
          aria-label={unread === 0 ? "Mentions" : `Mentions: ${unread} unread`}
          className="relative grid size-8 shrink-0 place-items-center rounded-md text-muted hover:bg-sunken hover:text-text"
        >
          <BellIcon aria-hidden="true" className="size-[15px] stroke-[1.7]" />
          {unread > 0 ? (
            <span
              aria-hidden="true"
              className="num absolute -top-0.5 -right-0.5 min-w-4 rounded-full bg-accent px-1 text-center text-[10.5px] leading-4 font-semibold text-on-accent"
            >
              {unread > MOST_SHOWN ? `${MOST_SHOWN}+` : unread}
            </span>
          ) : null}
        </button>
      }
    >
      <MentionList project={project} unread={unread} onFollow={() => setOpen(false)} />
    </Popover>
  );
}
