import { severest } from "@/lib/assistant/analysers/order";
import { classOf } from "@/lib/assistant/analysers/problem-classes";
import type { Problem } from "@/lib/assistant/problem";
import { FINDINGS_SHOWN_MAX } from "@/lib/contracts/limits";

/**
 * What several tools found, as one list: what is the same on the same line comes from one tool only, from one that offers
 * a fix if there is one, else from that which takes it most seriously, our own before others. At most FINDINGS_SHOWN_MAX, errors first, then by
 * place.
 */
export function merge(problems: readonly Problem[]): Problem[] {
  const groups = new Map<string, Problem[]>();
  for (const problem of severest(problems, problems.length)) {
    const where = `${problem.start.line} ${classOf(problem)}`;
    groups.set(where, [...(groups.get(where) ?? []), problem]);
  }
  return severest([...groups.values()].flatMap(withoutDoubles), FINDINGS_SHOWN_MAX);
}

function withoutDoubles(same: Problem[]): Problem[] {
  const [first] = same;
  const isOurs = ({ source, severity }: Problem) => source === "tandem" && severity === first?.severity;
  const best = same.find(({ fix }) => fix !== null) ?? same.find(isOurs) ?? first;
  if (best === undefined || classOf(best) === "syntax") return best === undefined ? [] : [best];
  const places = new Set<number>();
  return same.filter(({ source, start }) => {
    if (source !== best.source || places.has(start.column)) return false;
    places.add(start.column);
    return true;
  });
}
