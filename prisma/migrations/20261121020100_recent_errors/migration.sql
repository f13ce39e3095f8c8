-- What a process was asked of a version in the last five minutes, and how much of it failed: totals say nothing of now.
ALTER TABLE "ServingLoad" ADD COLUMN "recentRequests" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "recentErrors" INTEGER NOT NULL DEFAULT 0;
