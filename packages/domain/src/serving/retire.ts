import type { Services } from "../context";
import { parse } from "../parse";
import { transact } from "../transact";
import { announceServing } from "./heartbeat";
import { retireInstanceInput, type RetireInstanceInput } from "./schema";

/** An inference process says goodbye when it stops; nothing is served by it from then on. */
export async function retireInstance({
  services,
  input,
}: {
  services: Services;
  input: RetireInstanceInput;
}): Promise<void> {
  const { instanceId } = parse(retireInstanceInput, input);
  await transact(services, async (tx) => {
    const loads = await tx.servingLoad.findMany({
      where: { instanceId },
      distinct: ["projectId"],
      select: { projectId: true },
    });
    await tx.servingInstance.deleteMany({ where: { id: instanceId } });
    for (const { projectId } of loads) await announceServing(tx, projectId, instanceId);
  });
}
