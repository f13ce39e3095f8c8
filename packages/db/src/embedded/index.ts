export { freePort } from "./free-port";
export {
  startEmbeddedPostgres,
  locateCluster,
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
} from "./server";
