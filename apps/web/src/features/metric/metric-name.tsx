import { BreakableName } from "./breakable-name";
import { metricTitle } from "./metric-format";

interface MetricNameProps {
  metric: string;
  /** Among others that may share it (`metricTitles`). */
  title?: string;
}

/** A metric's title; pointing at it tells the key where that is another. */
export const MetricName = ({ metric, title = metricTitle(metric) }: MetricNameProps) => (
  <span title={title === metric ? undefined : metric}>
    <BreakableName name={title} />
  </span>
);
