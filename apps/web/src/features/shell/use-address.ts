"use client";

import { usePathname, useSearchParams } from "next/navigation";

/** What in the address is to change; null takes it out. */
export type AddressChange = Readonly<Record<string, string | null>>;

/** The query of the address, and how to change it where the server has no part in it: nothing is asked. */
export function useAddress(): [query: URLSearchParams, change: (changes: AddressChange) => void] {
  const path = usePathname();
  const query = useSearchParams();
  function change(changes: AddressChange) {
    // Two changes in one moment must not lose each other.
    const next = new URLSearchParams(window.location.search);
    for (const [name, value] of Object.entries(changes)) {
      if (value === null) next.delete(name);
      else next.set(name, value);
    }
    const text = next.toString().replaceAll("%2C", ",").replaceAll("%2F", "/");
    window.history.replaceState(null, "", text ? `${path}?${text}` : path);
  }
  return [new URLSearchParams(query), change];
}
