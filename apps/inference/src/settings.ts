/** How the service behaves; times are in milliseconds. */
export interface Settings {
  readonly maxBodyBytes: number;
  /** A request has to have arrived as a whole after this time. */
  readonly requestTimeoutMs: number;
  readonly maxRows: number;
  /** Rows explained at once, and how long that may take. */
  readonly explainRows: number;
  readonly explainTimeoutMs: number;
  readonly requestsPerSecond: number;
  readonly modelCacheBytes: number;
  readonly inputSamplesPerSecond: number;
  readonly internalSecret: string | null;
  /** A verified key is asked for again, in the background, after this time ... */
  readonly keyRefreshAfterMs: number;
  /** ... and not believed any longer after this one, unless the database does not answer. */
  readonly keyStaleAfterMs: number;
  /** How long known keys are believed while the database does not answer. */
  readonly keyGraceMs: number;
  /** Heals a NOTIFY that was lost. */
  readonly pollMs: number;
  readonly heartbeatMs: number;
  readonly flushMs: number;
  readonly flushRows: number;
  /** Answers kept in memory while the database does not take them; more are counted and dropped. */
  readonly maxUnwritten: number;
  /** The script of the thread for requests of many rows, where the service is bundled; null: from source. */
  readonly threadFile: URL | null;
}

/** A revoked key fails within `keyStaleAfterMs`, also when its NOTIFY is lost. */
export const DEFAULT_SETTINGS: Settings = {
  maxBodyBytes: 16 * 1024 * 1024,
  requestTimeoutMs: 60_000,
  maxRows: 100_000,
  explainRows: 10,
  explainTimeoutMs: 5_000,
  requestsPerSecond: 10_000,
  modelCacheBytes: 256 * 1024 * 1024,
  inputSamplesPerSecond: 10,
  internalSecret: null,
  keyRefreshAfterMs: 2_000,
  keyStaleAfterMs: 4_000,
  keyGraceMs: 60 * 60 * 1000,
  pollMs: 10_000,
  heartbeatMs: 5_000,
  flushMs: 250,
  flushRows: 500,
  maxUnwritten: 20_000,
  threadFile: null,
};
