import { act, render } from "@testing-library/react";
import { hydrateRoot } from "react-dom/client";
import { renderToString } from "react-dom/server";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { RelativeTime } from "./relative-time";

const noon = Date.UTC(2025, 10, 21, 12, 0, 0);

beforeEach(() => {
  vi.useFakeTimers({ now: noon });
});
afterEach(() => {
  vi.useRealTimers();
});

describe("RelativeTime", () => {
  it("says how long ago, with the exact moment for machines and on hover", () => {
    const { container } = render(<RelativeTime value="2025-11-21T11:48:00Z" />);
    const time = container.querySelector("time")!;
    expect(time.textContent).toBe("12 min ago");
    expect(time.dateTime).toBe("2025-11-21T11:48:00.000Z");
    expect(time.title).toContain("21 Nov 2025");
  });

  it("goes on as time passes", () => {
    const { container } = render(<RelativeTime value={noon - 60_000} />);
    act(() => void vi.advanceTimersByTime(5 * 60_000));
    expect(container.textContent).toBe("6 min ago");
  });

  it("takes over what the server wrote minutes before, without a mismatch", async () => {
    const host = document.createElement("div");
    host.innerHTML = renderToString(<RelativeTime value={noon - 60_000} />);
    expect(host.textContent).toBe("1 min ago");
    expect(host.querySelector("time")!.title).toBe("21 Nov 2025, 11:59:00 UTC");

    vi.setSystemTime(noon + 3 * 60_000);
    const complaints = vi.spyOn(console, "error").mockImplementation(() => {});
    const mismatches: unknown[] = [];
    const onRecoverableError = (error: unknown) => mismatches.push(error);
    const root = await act(async () =>
      hydrateRoot(host, <RelativeTime value={noon - 60_000} />, { onRecoverableError }),
    );
    expect(host.textContent).toBe("4 min ago");
    expect(mismatches).toEqual([]);
    expect(complaints).not.toHaveBeenCalled();
    act(() => root.unmount());
    complaints.mockRestore();
  });

  it("shows a dash for what is no date", () => {
    expect(render(<RelativeTime value="soon" />).container.textContent).toBe("–");
  });
});
