import { listArtifacts } from "@pipepilot/domain/artifact/list";
import { previewArtifactRows } from "@pipepilot/domain/artifact/preview-rows";
import { readArtifactText } from "@pipepilot/domain/artifact/read-text";
import type {
  ListArtifactsInput,
  PreviewArtifactRowsInput,
  ReadArtifactTextInput,
} from "@pipepilot/domain/artifact/schema";
import { projectProcedure, router, verbInput } from "../trpc";

export const artifactRouter = router({
  list: projectProcedure
    .input(verbInput<ListArtifactsInput>())
    .query(({ ctx: { ctx }, input }) => listArtifacts({ ctx, input })),
  readText: projectProcedure
    .input(verbInput<ReadArtifactTextInput>())
    .query(({ ctx: { ctx }, input }) => readArtifactText({ ctx, input })),
  previewRows: projectProcedure
    .input(verbInput<PreviewArtifactRowsInput>())
    .query(({ ctx: { ctx }, input }) => previewArtifactRows({ ctx, input })),
});
