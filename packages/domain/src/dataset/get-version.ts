import type { Call, ProjectContext } from "../context";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { findVersion } from "./find";
import { getDatasetVersionInput, type DatasetVersionDetails, type GetDatasetVersionInput } from "./schema";
import { detail } from "./summarise";

/** A version's columns, profile, parse report, check and provenance. @throws DomainError not_found */
export async function getDatasetVersion({
  ctx,
  input,
}: Call<ProjectContext, GetDatasetVersionInput>): Promise<DatasetVersionDetails> {
  authorise(ctx, "project:read");
  const { dataset, number } = parse(getDatasetVersionInput, input);
  return detail(await findVersion(ctx, dataset, number));
}
