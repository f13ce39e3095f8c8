import { expect, it, vi } from "vitest";
import { onlyOnce } from "./only-once";

const settled = () => new Promise((resolve) => setTimeout(resolve));

it("sends nothing a second time, neither while the first is under way nor after it succeeded", async () => {
  const once = onlyOnce();
  const send = vi.fn(async () => "made");
  once(send);
  once(send);
  await settled();
  once(send);
  expect(send).toHaveBeenCalledTimes(1);
});

it("sends again after a failure, and each gate for itself", async () => {
  const once = onlyOnce();
  const send = vi.fn(async () => Promise.reject(new Error("offline")));
  once(send);
  await settled();
  once(send);
  await settled();
  onlyOnce()(send);
  await settled();
  expect(send).toHaveBeenCalledTimes(3);
});
