"use client";

import { useEffect } from "react";

/**
 * MLflow's clients print addresses such as `/#/experiments/1/runs/2`. What stands after # never reaches a server, but
 * survives its redirects: the start page and the sign-in page hand it on.
 */
export function FollowMlflowLink() {
  useEffect(() => {
    const follow = () => {
      const link = window.location.hash.slice(1);
      if (link.startsWith("/")) window.location.replace(`/open-link?${new URLSearchParams({ link })}`);
    };
    follow();
    window.addEventListener("hashchange", follow);
    return () => window.removeEventListener("hashchange", follow);
  }, []);
  return null;
}
