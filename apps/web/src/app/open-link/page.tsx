import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { DomainError } from "@pipepilot/domain/errors";
import { locate, type Located, type LocateInput } from "@pipepilot/domain/project/locate";
import { readMlflowLink } from "@/features/link/mlflow-link";
import { currentContext } from "@/server/session";
import { queryOf, type SearchParams } from "@/server/query-of";
import { addressPart } from "@/features/link/address-part";

export const metadata: Metadata = { title: "Open a link" };
export const dynamic = "force-dynamic";

/** Leads from an address that MLflow's clients print to our page of the same thing. */
export default async function OpenLinkPage({ searchParams }: { searchParams: SearchParams }) {
  const link = readMlflowLink((await queryOf(searchParams)).get("link") ?? "");
  const ctx = await currentContext();
  if (!ctx || !link) notFound();
  for (const target of link.targets) {
    const found = await locate({ ctx, input: target }).catch(orNothing);
    if (found) redirect(hrefOf(target, found, link.version));
  }
  notFound();
}

function orNothing(error: unknown): null {
  if (DomainError.is(error) && ["not_found", "invalid_input"].includes(error.code)) return null;
  throw error;
}

function hrefOf(
  target: LocateInput,
  { project, experiment, runId }: Located,
  version: number | null,
): string {
  if ("model" in target) {
    const model = `/${project}/models/${encodeURIComponent(target.model)}`;
    return version === null ? model : `${model}/versions/${version}`;
  }
  const page = `/${project}/experiments/${addressPart(experiment ?? "")}`;
  return runId === null ? page : `${page}/runs/${runId}`;
}
