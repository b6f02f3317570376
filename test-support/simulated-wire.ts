import type { FileEvent, FileWire } from "@/lib/collab/file-wire";

/** What the network between server processes does; changed while a test runs. */
export interface WireWeather {
  /** Nothing is heard, and everybody knows. */
  away: boolean;
  /** The chance that something said is never heard, and nobody knows. */
  dropped: number;
  /** Longest way, in milliseconds; what is said later may be heard earlier. */
  slowest: number;
}

/** Wires in memory for several engines in one process: late, out of order, and with losses. */
export interface SimulatedWires {
  weather: WireWeather;
  /** One process's wire; `kill` when the process is gone. */
  connect(): FileWire & { kill(): void };
  /** Ends or begins an outage; whoever is heard again is told. */
  setAway(away: boolean): void;
  /** Places on files' wires that nobody has left yet. */
  lines(): number;
}

interface Process {
  id: string;
  lines: Map<number, (event: FileEvent, from: string) => void>;
  returned: (() => void)[];
}

export function simulateWires(random: () => number, weather: WireWeather): SimulatedWires {
  const processes = new Set<Process>();
  let made = 0;
  const later = (action: () => void) => setTimeout(action, random() * weather.slowest);
  const say = (from: Process, fileId: number, event: FileEvent) => {
    for (const process of processes) {
      if (process === from || weather.away || random() < weather.dropped) continue;
      later(() => {
        if (processes.has(process) && !weather.away) process.lines.get(fileId)?.(event, from.id);
      });
    }
  };
  return {
    weather,
    connect() {
      made += 1;
      const own: Process = { id: `process-${made}`, lines: new Map(), returned: [] };
      processes.add(own);
      return {
        processId: own.id,
        enter(fileId, hear) {
          let left = false;
          const ready = new Promise<void>((resolve) => {
            later(() => {
              if (!left) own.lines.set(fileId, hear);
              resolve();
            });
          });
          const leave = () => {
            left = true;
            if (own.lines.get(fileId) === hear) own.lines.delete(fileId);
          };
          return { ready, leave };
        },
        tell: (fileId, event) => {
          if (processes.has(own)) say(own, fileId, structuredClone(event));
        },
        state: () => (weather.away ? "away" : "up"),
        onReturn: (listener) => void own.returned.push(listener),
        kill: () => void processes.delete(own),
      };
    },
    lines: () => [...processes].reduce((sum, { lines }) => sum + lines.size, 0),
    setAway(away) {
      if (weather.away === away) return;
      weather.away = away;
      if (!away) for (const process of processes) for (const listener of process.returned) listener();
    },
  };
}
