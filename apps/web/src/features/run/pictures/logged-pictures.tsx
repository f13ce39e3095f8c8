"use client";

import { useQuery } from "@tanstack/react-query";
import { Card, CardBody, CardHeader } from "@pipepilot/ui/card";
import { useAddress } from "@/features/shell/use-address";
import { useTRPC } from "@/trpc/client";
import { artifactHref } from "../artifacts/root";
import { isTellingPicture } from "./telling-picture";

const LOOKED_AT = 500;
const MOST = 8;

/** The pictures of an evaluation that a client logged: ROC, confusion, residuals, by their names. */
export function LoggedPictures({ project, runId }: { project: string; runId: string }) {
  const trpc = useTRPC();
  const [, change] = useAddress();
  const input = { project, root: { runId }, path: "", limit: LOOKED_AT };
  const { data } = useQuery(trpc.artifact.list.queryOptions(input));
  const pictures = (data?.items ?? [])
    .filter(({ path, isFolder }) => !isFolder && isTellingPicture(path))
    .slice(0, MOST);
  if (pictures.length === 0) return null;
  return (
    <Card>
      <CardHeader title="Pictures" />
      <CardBody className="grid grid-cols-[repeat(auto-fill,minmax(220px,1fr))] gap-3">
        {pictures.map(({ path }) => (
          <button
            key={path}
            type="button"
            onClick={() => change({ tab: "artifacts", file: path, of: null })}
            className="flex flex-col gap-1.5 rounded-md text-left"
          >
            <img
              src={artifactHref(project, { runId }, path, "view")}
              alt={`Picture ${path}`}
              loading="lazy"
              className="aspect-[4/3] w-full rounded-md border border-line bg-white object-contain"
            />
            <code className="text-sm break-all text-muted">{path}</code>
          </button>
        ))}
      </CardBody>
    </Card>
  );
}
