"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import type { Permission } from "@pipepilot/domain/permissions";
import { useTRPC } from "@/trpc/client";

/** Whether the person who looks may do this in the project; the verb itself decides when it is done. */
export function useMay(project: string, permission: Permission): boolean {
  const trpc = useTRPC();
  const { data: me } = useSuspenseQuery(trpc.project.me.queryOptions({ project }));
  return me.permissions.includes(permission);
}
