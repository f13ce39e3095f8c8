import { InputError } from "../errors";
import { column, type CategoryColumn, type Column, type Table } from "../table";

/** These columns of both tables, the second's rows after the first's. Throws `UnknownColumnError`. */
export function stackTables(first: Table, second: Table, names: readonly string[]): Table {
  const columns = names.map((name) => stackColumns(column(first, name), column(second, name)));
  return { rowCount: first.rowCount + second.rowCount, columns };
}

function stackColumns(first: Column, second: Column): Column {
  if (first.kind === "number" && second.kind === "number") {
    const values = new Float64Array(first.values.length + second.values.length);
    values.set(first.values);
    values.set(second.values, first.values.length);
    return { ...first, values };
  }
  if (first.kind === "category" && second.kind === "category") return stackCategories(first, second);
  throw new InputError(`The column "${first.name}" holds numbers in one table and text in the other.`);
}

function stackCategories(first: CategoryColumn, second: CategoryColumn): CategoryColumn {
  const categories = [...new Set([...first.categories, ...second.categories])];
  const codeOf = new Map(categories.map((category, code) => [category, code]));
  const codes = new Int32Array(first.codes.length + second.codes.length);
  let end = 0;
  for (const side of [first, second]) {
    const newCodes = side.categories.map((category) => codeOf.get(category)!);
    for (const code of side.codes) codes[end++] = code < 0 ? -1 : newCodes[code];
  }
  return { ...first, codes, categories };
}

/** The column's values in `count` rows, row `i` taken from row `sources[i * stride + offset]`. */
export function gather(source: Column, sources: Int32Array, count: number, stride = 1, offset = 0): Column {
  if (source.kind === "number") {
    const values = new Float64Array(count);
    for (let i = 0; i < count; i++) values[i] = source.values[sources[i * stride + offset]];
    return { ...source, values };
  }
  const codes = new Int32Array(count);
  for (let i = 0; i < count; i++) codes[i] = source.codes[sources[i * stride + offset]];
  return { ...source, codes };
}
