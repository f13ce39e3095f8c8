export * from "./config/index";
