import { classNames } from "./class-names";
import { ICON_SHAPES, type IconName } from "./icon-shapes";

export type { IconName } from "./icon-shapes";
export type IconTone = "error" | "warning" | "info" | "hint" | "ok";

interface IconProps {
  name: IconName;
  tone?: IconTone;
  /** 12 px for carets of menus and column heads. */
  small?: boolean;
  className?: string;
  /** What a screen reader hears; without it the icon is decoration. */
  label?: string;
}

export function Icon({ name, tone, small = false, className, label }: IconProps) {
  const drawn = { viewBox: "0 0 16 16", className: classNames("i", small && "i-12", tone, className) };
  const shapes = ICON_SHAPES[name];
  if (label === undefined) {
    return (
      <svg {...drawn} aria-hidden="true">
        {shapes}
      </svg>
    );
  }
  return (
    <svg {...drawn} role="img" aria-label={label}>
      {shapes}
    </svg>
  );
}
