"use client";

import { Avatar, AvatarButton, colorSlot } from "@/components/ui/avatar";
import { Menu, type TriggerProps } from "@/components/ui/menu";
import type { PersonHere } from "./read-people";

/** More than this many pictures and the last becomes a count. */
const WIDE_MAX = 5;
const NARROW_MAX = 3;

interface PeopleRegionProps {
  people: readonly PersonHere[];
  /** To this person's caret. */
  onGoTo: (person: PersonHere) => void;
}

/** Who else is here. A click goes to where they are; on a phone one button opens the list. */
export function PeopleRegion({ people, onGoTo }: PeopleRegionProps) {
  return (
    <section aria-label="People" className="people">
      <div className="stack only-wide">
        <WideStack people={people} onGoTo={onGoTo} />
      </div>
      {people.length > 0 && (
        <PeopleMenu
          people={people}
          onGoTo={onGoTo}
          trigger={(props) => (
            <button {...props} type="button" className="people-narrow only-narrow">
              <NarrowStack people={people} />
              <span className="vh">People: {people.length + 1} here</span>
            </button>
          )}
        />
      )}
    </section>
  );
}

function WideStack({ people, onGoTo }: PeopleRegionProps) {
  const shown = people.length > WIDE_MAX ? people.slice(0, WIDE_MAX - 1) : people;
  const rest = people.slice(shown.length);
  return (
    <>
      {shown.map((person) => (
        <AvatarButton
          key={person.id}
          person={{ name: person.name, slot: colorSlot(person.color) }}
          label={`Go to ${person.name}`}
          onClick={() => onGoTo(person)}
        />
      ))}
      {rest.length > 0 && (
        <PeopleMenu
          people={rest}
          onGoTo={onGoTo}
          trigger={(props) => (
            <button
              {...props}
              type="button"
              className="av av-more"
              title={rest.map(({ name }) => name).join(", ")}
            >
              <span aria-hidden="true">+{rest.length}</span>
              <span className="vh">{rest.length} more people</span>
            </button>
          )}
        />
      )}
    </>
  );
}

function NarrowStack({ people }: { people: readonly PersonHere[] }) {
  const shown = people.length > NARROW_MAX ? people.slice(0, NARROW_MAX - 1) : people;
  const rest = people.length - shown.length;
  return (
    <>
      {shown.map(({ id, name, color }) => (
        <Avatar key={id} name={name} slot={colorSlot(color)} />
      ))}
      {rest > 0 && (
        <span aria-hidden="true" className="av av-more">
          +{rest}
        </span>
      )}
    </>
  );
}

interface PeopleMenuProps extends PeopleRegionProps {
  trigger: (props: TriggerProps) => React.ReactNode;
}

/** Everybody by name; choosing one goes to their caret. */
export function PeopleMenu({ people, onGoTo, trigger }: PeopleMenuProps) {
  const items = people.map((person) => ({
    label: person.name,
    icon: "target" as const,
    onSelect: () => onGoTo(person),
  }));
  return <Menu label="Go to" items={items} trigger={trigger} />;
}
