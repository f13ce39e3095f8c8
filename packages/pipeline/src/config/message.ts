/** Zod's own sentences, in the words of our other ones: they follow a path, "n_estimators must be a number". */
const SENTENCES: readonly (readonly [RegExp, string])[] = [
  [/^Invalid input: expected int(?:eger)?, received .*$/, "must be a whole number"],
  [/^Invalid input: expected ([aeiou]\w*), received .*$/, "must be an $1"],
  [/^Invalid input: expected (\w+), received .*$/, "must be a $1"],
  [/^Too small: expected \w+ to be >=\s*(\S+)$/, "must be at least $1"],
  [/^Too small: expected \w+ to be >\s*(\S+)$/, "must be more than $1"],
  [/^Too big: expected \w+ to be <=\s*(\S+)$/, "must be at most $1"],
  [/^Too big: expected \w+ to be <\s*(\S+)$/, "must be less than $1"],
  [/^Too small: expected string to have >=1 characters$/, "must not be empty"],
  [/^Too (?:small|big): expected \w+ to have ([<>]=?)\s*(\d+) (\w+)$/, "must have $1 $2 $3"],
  [/^Invalid option: expected one of (.+)$/, "must be one of $1"],
  [/^Invalid input$/, "has a value that is not possible here"],
];

/** What is wrong with a value, said plainly. */
export function plainMessage(message: string): string {
  const found = SENTENCES.find(([pattern]) => pattern.test(message));
  if (!found) return message;
  return message
    .replace(...found)
    .replaceAll("|", ", ")
    .replaceAll('"', "");
}
