import type { Call, ProjectContext } from "../context";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { readVersionRecord } from "./records";
import { versionInput, type VersionInput, type VersionRecord } from "./registry-schema";

/** @throws DomainError not_found */
export async function getVersionRecord({
  ctx,
  input,
}: Call<ProjectContext, VersionInput>): Promise<VersionRecord> {
  authorise(ctx, "project:read");
  return readVersionRecord(ctx.db.prisma, ctx.project.id, parse(versionInput, input));
}
