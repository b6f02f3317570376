import type { ComponentProps } from "react";
import { classNames } from "./class-names";
import { initials } from "./initials";

export { colorSlot } from "@/lib/contracts/people-colors";

interface AvatarProps {
  name: string;
  /** 1 to 12; without one the picture is grey: nobody has a colour outside a file. */
  slot?: number | undefined;
  idle?: boolean;
  className?: string;
}

/** A round picture of a person, as decoration: the name stands beside it or on what it is in. */
export function Avatar({ name, slot, idle = false, className }: AvatarProps) {
  return (
    <span aria-hidden="true" className={avatarClass({ slot, idle, className })}>
      {initials(name)}
    </span>
  );
}

interface AvatarButtonProps extends Omit<ComponentProps<"button">, "name" | "type"> {
  person: Omit<AvatarProps, "className">;
  /** What a screen reader hears, and the tooltip. */
  label: string;
}

export function AvatarButton({ person, label, className, ...rest }: AvatarButtonProps) {
  return (
    <button title={label} {...rest} type="button" className={avatarClass({ ...person, className })}>
      <span aria-hidden="true">{initials(person.name)}</span>
      <span className="vh">{label}</span>
    </button>
  );
}

function avatarClass(look: {
  slot?: number | undefined;
  idle?: boolean;
  className?: string | undefined;
}): string {
  const color = look.slot === undefined ? "av-more" : `p${look.slot}`;
  return classNames("av", color, look.idle && "is-idle", look.className);
}
