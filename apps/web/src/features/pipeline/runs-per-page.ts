/** Server and browser ask for the same page, so that the first one arrives with the document. */
export const RUNS_PER_PAGE = 25;
