import type { ReactNode } from "react";
import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import { cn } from "./class-names";
import { toneText } from "./tone";

export type AlertTone = "error" | "warn" | "info" | "good";

const looks = {
  error: { Icon: CircleAlert, box: "border-bad/30 bg-bad-soft", icon: toneText.bad },
  warn: { Icon: TriangleAlert, box: "border-warn/30 bg-warn-soft", icon: toneText.warn },
  info: { Icon: Info, box: "border-line-strong bg-sunken", icon: toneText.neutral },
  good: { Icon: CircleCheck, box: "border-good/30 bg-good-soft", icon: toneText.good },
};

export interface AlertProps {
  tone?: AlertTone;
  title?: ReactNode;
  children?: ReactNode;
  /** A button or link that mends it. */
  action?: ReactNode;
  className?: string;
}

/** A message that stays where it happened until it is mended. Errors are announced at once. */
export function Alert({ tone = "info", title, children, action, className }: AlertProps) {
  const { Icon, box, icon } = looks[tone];
  return (
    <div
      role={tone === "error" ? "alert" : "status"}
      className={cn("flex items-start gap-2.5 rounded-lg border px-3.5 py-2.5", box, className)}
    >
      <Icon aria-hidden="true" className={cn("mt-[3px] size-4 shrink-0", icon)} />
      <div className="min-w-0 flex-1 break-words">
        {title ? <p className="font-semibold">{title}</p> : null}
        {children ? <div className={cn(title && "mt-0.5", "text-text")}>{children}</div> : null}
      </div>
      {action ? <div className="shrink-0">{action}</div> : null}
    </div>
  );
}
