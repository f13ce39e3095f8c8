import type { LeaderboardRow } from "@pipepilot/domain/experiment/leaderboard-schema";
import { Sparkline } from "@pipepilot/ui/sparkline";
import { formatMetric, metricTitle } from "@/features/metric/metric-format";
import { trendValues } from "./trend-values";

/** How the best value came about, the size of a word; said in words too. */
export function TrendPicture({ row }: { row: LeaderboardRow }) {
  const { trend, primaryMetric, lastActivityAt } = row;
  if (!trend || primaryMetric === null) return <span className="text-faint">–</span>;
  const { records, cut } = trend;
  const first = formatMetric(primaryMetric, records[0].value);
  const last = formatMetric(primaryMetric, records[records.length - 1].value);
  const times = records.length === 2 ? "once" : `${records.length - 1} times`;
  const story =
    records.length === 1
      ? `${last} from the first judged run on`
      : `from ${first} to ${last}, better ${times}`;
  const label = `Best ${metricTitle(primaryMetric)} over time: ${story}${cut ? ", of the newest 1,000 runs" : ""}`;
  return (
    <span title={label} className="inline-block align-middle">
      <Sparkline values={trendValues(records, lastActivityAt)} label={label} width={88} height={22} />
    </span>
  );
}
