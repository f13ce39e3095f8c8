import { artifactKind } from "../artifacts/kinds";

const TELLING =
  /(^|[^a-z])(roc|confusion|residuals?|precision|recall|calibration|lift|gain|shap|beeswarm|importance|prediction_error|predicted)([^a-z]|$)/i;

/** A picture whose name says that it shows how good a model is. */
export const isTellingPicture = (path: string) =>
  artifactKind(path).kind === "picture" && TELLING.test(path.slice(path.lastIndexOf("/") + 1));
