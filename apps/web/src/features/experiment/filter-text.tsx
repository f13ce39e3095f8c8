/** A filter in a sentence: of a long one the first lines. */
export const FilterText = ({ filter }: { filter: string }) => (
  <code className="line-clamp-3 break-words" title={filter}>
    {filter}
  </code>
);
