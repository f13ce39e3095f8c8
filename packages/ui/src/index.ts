export { Alert, type AlertProps, type AlertTone } from "./alert";
export { AppShell, type AppShellProps } from "./app-shell";
export { Avatar } from "./avatar";
export { Badge, Tag, type BadgeProps } from "./badge";
export { BarChart, type Bar, type BarChartProps } from "./bar-chart";
export { Brand, BrandMark } from "./brand";
export { Breadcrumbs, type Crumb } from "./breadcrumbs";
export { Button, type ButtonProps } from "./button";
export { Card, CardBody, CardHeader, type CardHeaderProps } from "./card";
export { Checkbox, CheckboxField, type CheckboxProps } from "./checkbox";
export { cn } from "./class-names";
export { CodeBlock, type CodeBlockProps } from "./code-block";
export { ConfirmDialog, type ConfirmDialogProps } from "./confirm-dialog";
export { CopyButton, type CopyButtonProps } from "./copy-button";
export { DataTable, type DataTableColumn, type DataTableProps, type Sort } from "./data-table";
export { Dialog, DialogClose, DialogTrigger, type DialogProps } from "./dialog";
export {
  DropdownMenu,
  MenuCheckbox,
  MenuItem,
  MenuLabel,
  MenuLink,
  MenuSeparator,
  type DropdownMenuProps,
} from "./dropdown-menu";
export { EmptyState, type EmptyStateProps } from "./empty-state";
export { Field, type FieldProps } from "./field";
export { FileDrop, type FileDropProps } from "./file-drop";
export * from "./format";
export { HistogramMini, type HistogramBin, type HistogramMiniProps } from "./histogram-mini";
export { IconButton, type IconButtonProps } from "./icon-button";
export { Input, type InputProps } from "./input";
export { Kbd } from "./kbd";
export { KeyValueList, type KeyValue } from "./key-value-list";
export { LineChart, type ChartAxis, type LineChartProps, type LineSeries } from "./line-chart";
export { Link, LinkProvider, type LinkProps } from "./link";
export { LinkButton } from "./link-button";
export { LoopDiagram, type LoopDiagramProps, type LoopStation } from "./loop-diagram";
export { Markdown } from "./markdown";
export { MarkdownDocument, type MarkdownDocumentProps } from "./markdown-document";
export { NativeSelect, type NativeSelectProps } from "./native-select";
export { PageHeader, type PageHeaderProps } from "./page-header";
export { Pager, type PagerProps } from "./pager";
export {
  ParallelCoordinates,
  type ParallelAxis,
  type ParallelCoordinatesProps,
  type ParallelSeries,
  type ParallelValue,
} from "./parallel-coordinates";
export { ProgressBar, type ProgressBarProps } from "./progress-bar";
export { QueryInput, type QueryInputProps, type QueryProblem, type Suggestions } from "./query-input";
export { RadioGroup, type RadioGroupProps, type RadioOption } from "./radio-group";
export { Rail, RailLabel, RailLink, type RailLinkProps } from "./rail";
export { RelativeTime, type RelativeTimeProps } from "./relative-time";
export { RemoteTable, type RemoteColumn, type RemoteTableProps } from "./remote-table";
export { Select, type SelectOption, type SelectProps } from "./select";
export { ShortId, type ShortIdProps } from "./short-id";
export { Skeleton, SkeletonLines } from "./skeleton";
export { Slider, type SliderProps } from "./slider";
export { Sparkline, type SparklineProps } from "./sparkline";
export { Spinner } from "./spinner";
export { Stat, type StatProps } from "./stat";
export { StatusDot, type StatusDotProps } from "./status-dot";
export { StepGraph, type GraphEdge, type GraphNode, type StepGraphProps } from "./step-graph";
export { Switch, SwitchField, type SwitchProps } from "./switch";
export { SwitcherTrigger, type SwitcherTriggerProps } from "./switcher-trigger";
export { Table, Td, Th, Tr } from "./table";
export { TabLinks, Tabs, type TabItem, type TabLink, type TabsProps } from "./tabs";
export { Textarea, type TextareaProps } from "./textarea";
export { ThemeScript } from "./theme-script";
export { ThemeToggle } from "./theme-toggle";
export { ToastProvider, useToast, type ToastMessage } from "./toast";
export { seriesColor, type Tone } from "./tone";
export { Tooltip, type TooltipProps } from "./tooltip";
