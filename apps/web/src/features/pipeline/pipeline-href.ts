import { addressPart } from "@/features/link/address-part";

/** Addresses of a project's pipelines, runs and what they lead to. */
export const pipelinesHref = (project: string) => `/${project}/pipelines`;
export const pipelineHref = (project: string, pipeline: string) =>
  `${pipelinesHref(project)}/${encodeURIComponent(pipeline)}`;
export const pipelineRunHref = (project: string, pipeline: string, number: number) =>
  `${pipelineHref(project, pipeline)}/runs/${number}`;
export const datasetVersionHref = (project: string, dataset: string, number: number) =>
  `/${project}/datasets/${encodeURIComponent(dataset)}/versions/${number}`;
export const modelVersionHref = (project: string, model: string, number: number) =>
  `/${project}/models/${encodeURIComponent(model)}/versions/${number}`;
export const trackedRunHref = (project: string, experiment: string, id: string) =>
  `/${project}/experiments/${addressPart(experiment)}/runs/${id}`;
