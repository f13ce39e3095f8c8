import { getDataset } from "@pipepilot/domain/dataset/get";
import { getDatasetVersion } from "@pipepilot/domain/dataset/get-version";
import { listDatasets } from "@pipepilot/domain/dataset/list";
import { previewDatasetVersion } from "@pipepilot/domain/dataset/preview";
import type {
  GetDatasetInput,
  GetDatasetVersionInput,
  ListDatasetsInput,
  PreviewDatasetVersionInput,
} from "@pipepilot/domain/dataset/schema";
import { projectProcedure, router, verbInput } from "../trpc";

export const datasetRouter = router({
  list: projectProcedure
    .input(verbInput<ListDatasetsInput>())
    .query(({ ctx: { ctx }, input }) => listDatasets({ ctx, input })),
  get: projectProcedure
    .input(verbInput<GetDatasetInput>())
    .query(({ ctx: { ctx }, input }) => getDataset({ ctx, input })),
  getVersion: projectProcedure
    .input(verbInput<GetDatasetVersionInput>())
    .query(({ ctx: { ctx }, input }) => getDatasetVersion({ ctx, input })),
  preview: projectProcedure
    .input(verbInput<PreviewDatasetVersionInput>())
    .query(({ ctx: { ctx }, input }) => previewDatasetVersion({ ctx, input })),
});
