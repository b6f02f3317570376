import { useCallback, useMemo, useState } from "react";

interface Props {
  names: string[];
  onChoose: (name: string) => void;
}

export function Picker({ names, onChoose }: Props) {
  const [filter, setFilter] = useState("");
  const shown = useMemo(() => names.filter((name) => name.includes(filter)), [names, filter]);
  const total = names.length;

  return (
    <div>
      <input value={filter} onChange={(event) => setFilter(event.target.value)} />
      {shown.map((name) => (
        <button type="button" key={name} onClick={() => onChoose(name)}>
          {name}
        </button>
      ))}
    </div>
  );
}
