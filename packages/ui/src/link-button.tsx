import { buttonStyles, type ButtonVariants } from "./button-styles";
import { cn } from "./class-names";
import { Link, type LinkProps } from "./link";

/** A link that looks like a button: for going somewhere, not for doing something. */
export function LinkButton({ variant, size, className, ...rest }: LinkProps & ButtonVariants) {
  return <Link {...rest} className={cn(buttonStyles({ variant, size }), className)} />;
}
