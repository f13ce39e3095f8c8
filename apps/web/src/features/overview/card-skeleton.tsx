import { Card, CardHeader } from "@pipepilot/ui/card";
import { SkeletonLines } from "@pipepilot/ui/skeleton";

interface CardSkeletonProps {
  title: string;
  /** Pixels that the card will have at least, so that nothing jumps when it comes. */
  height: number;
}

/** A card that is still being read. */
export function CardSkeleton({ title, height }: CardSkeletonProps) {
  return (
    <Card aria-busy="true" aria-label={`${title}, being read`} style={{ minHeight: height }}>
      <CardHeader title={title} />
      <SkeletonLines lines={3} className="p-3.5" />
    </Card>
  );
}
