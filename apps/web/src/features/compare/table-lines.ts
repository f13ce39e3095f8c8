import { isJudging } from "./best-values";
import type { CompareView } from "./compare-view";
import type { Comparison, Field } from "./comparison";
import { fieldsOf } from "./defaults";

export interface TableSection {
  id: string;
  title: string;
  fields: Field[];
  /** Not what one looks at first. */
  folded: boolean;
}

/** What the table shows, section by section, with "only differences" and what is searched for applied. */
export function tableSections(
  comparison: Comparison,
  { onlyDifferences, find }: Pick<CompareView, "onlyDifferences" | "find">,
): TableSection[] {
  const wanted = find.trim().toLowerCase();
  const shown = (field: Field) =>
    (field.differs || !onlyDifferences) &&
    (wanted === "" || field.label.toLowerCase().includes(wanted) || field.key.toLowerCase().includes(wanted));
  const { experiment, fields } = comparison;
  // The pipeline writes the test rows' metrics under their plain names too.
  const metrics = fieldsOf(comparison, "metric").filter(
    ({ key }) => !(key.startsWith("test_") && fields.has(`metric.${key.slice("test_".length)}`)),
  );
  const judging = metrics.filter(({ key }) => isJudging(key, experiment));
  const learning = metrics.filter((field) => !judging.includes(field));
  const sections: TableSection[] = [
    { id: "run", title: "Run", fields: fieldsOf(comparison, "run"), folded: false },
    { id: "metrics", title: "Metrics", fields: judging, folded: false },
    {
      id: "learning",
      title: "Metrics of training and validation rows",
      fields: learning,
      folded: judging.some(shown),
    },
    { id: "params", title: "Parameters", fields: fieldsOf(comparison, "param"), folded: false },
    { id: "data", title: "Data", fields: fieldsOf(comparison, "data"), folded: false },
    { id: "config", title: "Config", fields: fieldsOf(comparison, "config"), folded: false },
    { id: "code", title: "Code and environment", fields: fieldsOf(comparison, "code"), folded: false },
    { id: "tags", title: "Tags", fields: fieldsOf(comparison, "tag"), folded: false },
  ];
  return sections.flatMap((section) => {
    const found = section.fields.filter(shown);
    // What is searched for is not hidden in a folded section.
    return found.length > 0 ? [{ ...section, fields: found, folded: section.folded && wanted === "" }] : [];
  });
}
