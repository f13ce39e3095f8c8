/** A scoring request after its syntax was checked and before its columns and types are. */
export type ScoringInput =
  | {
      readonly kind: "records";
      readonly records: readonly Readonly<Record<string, unknown>>[];
      readonly params?: ScoringParams;
    }
  | {
      readonly kind: "rows";
      /** null: cells are in the order of the signature's columns */
      readonly columns: readonly string[] | null;
      readonly rows: readonly (readonly unknown[])[];
      /** True for CSV: cells are texts, empty ones are missing, numbers are read from text. */
      readonly texts: boolean;
      readonly params?: ScoringParams;
    };

export type ScoringParams = Readonly<Record<string, unknown>>;
