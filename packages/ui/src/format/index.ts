export * from "./number";
export * from "./units";
export * from "./time";
export * from "./format-value";
