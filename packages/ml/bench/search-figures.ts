import { createRandom } from "../src/random";
import { createStudy, type Study } from "../src/search";
import { randomForestSpace } from "../src/search/family-spaces";
import type { Figure } from "./figure";
import { medianSeconds } from "./measure";

const TOLD = 100;

/** Asking a TPE study that knows a hundred finished trials. */
export async function searchFigures(): Promise<Figure[]> {
  const study = studyWithTrials();
  const seconds = await medianSeconds(50, () => {
    const asked = study.ask();
    if (asked) study.tell(asked.id, "failed");
  });
  const parameters = Object.keys(study.space).length;
  return [
    { name: `TPE: ask, ${parameters} parameters, ${TOLD} trials told`, value: seconds * 1e6, unit: "us" },
  ];
}

function studyWithTrials(): Study {
  const study = createStudy({ space: randomForestSpace("regression"), direction: "minimize", seed: 1 });
  const random = createRandom(1);
  for (let i = 0; i < TOLD; i++) {
    const asked = study.ask();
    if (asked) study.tell(asked.id, random.next());
  }
  return study;
}
