/** What the parts need of the process's logger: JSON lines, from warnings upwards unless told. */
export interface Log {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}
