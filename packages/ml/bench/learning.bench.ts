import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { boostingFigures } from "./boosting-figures";
import type { Figure } from "./figure";
import { forestFigures } from "./forest-figures";
import { hasRealHousing } from "./housing-data";
import { hasLoans } from "./loan-data";
import { loanFigures } from "./loan-figures";
import { millionFigures } from "./million-figures";
import { findReference } from "./reference";
import { searchFigures } from "./search-figures";

/**
 * The learning engine against scikit-learn, XGBoost and LightGBM, each measured right after ours on the same rows, where a
 * Python has them; else against noted figures.
 */
export async function benchLearning(): Promise<Figure[]> {
  const folder = await mkdtemp(path.join(tmpdir(), "pipepilot-learning-"));
  try {
    const reference = await findReference(folder);
    if (!hasRealHousing) process.stdout.write("  ../shared/data has no housing.csv: generated housing.\n");
    if (!hasLoans) process.stdout.write("  Skipped: ../shared/data has no loan.csv.\n");
    return [
      ...(await forestFigures(reference, folder)),
      ...(await boostingFigures(reference)),
      ...(await millionFigures(reference, folder)),
      ...(await searchFigures()),
      ...(hasLoans ? await loanFigures(reference) : []),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
