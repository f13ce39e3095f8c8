export {
  startEmbeddedPostgres,
  freePort,
  locateCluster,
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
} from "./server";
