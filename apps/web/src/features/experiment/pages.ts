/** How lists are read on: by the cursor of the last page. */
export const forward = { getNextPageParam: (page: { nextCursor: string | null }) => page.nextCursor };
