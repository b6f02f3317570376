import type { EvalCase } from "./case";

export const JAVASCRIPT: readonly EvalCase[] = [
  {
    name: "a page too many",
    language: "javascript",
    code: `export function pagesFor(total, perPage) {
  if (perPage <= 0) throw new RangeError("perPage must be positive");
  const pages = [];
  for (let page = 1; page <= Math.floor(total / perPage) + 1; page += 1) {
    pages.push({ page, from: (page - 1) * perPage, to: Math.min(page * perPage, total) });
  }
  return pages;
}
`,
    mistake: {
      defect: "off by one",
      lines: ["for (let page = 1; page <= Math.floor(total / perPage) + 1; page += 1) {"],
    },
  },
  {
    name: "everybody shares one list",
    language: "javascript",
    code: `const DEFAULTS = { theme: "light", tabs: [], zoom: 1 };

export function createSession(user, options = {}) {
  const settings = { ...DEFAULTS, ...options };
  settings.tabs.push({ title: "Welcome", owner: user.id });
  return { user, settings, openedAt: Date.now() };
}
`,
    mistake: {
      defect: "shared state",
      lines: [
        "const settings = { ...DEFAULTS, ...options };",
        'settings.tabs.push({ title: "Welcome", owner: user.id });',
      ],
    },
  },
  {
    name: "an old answer wins",
    language: "javascript",
    code: `export function createSearch(fetchResults, show) {
  let latest = 0;
  return async function search(query) {
    latest += 1;
    const mine = latest;
    const results = await fetchResults(query);
    if (mine <= latest) show(results);
  };
}
`,
    mistake: { defect: "wrong operator", lines: ["if (mine <= latest) show(results);"] },
  },
  {
    name: "unique names, in the square of the time",
    language: "javascript",
    code: `export function uniqueNames(people) {
  const names = [];
  for (const person of people) {
    const name = person.name.trim().toLowerCase();
    if (name !== "" && !names.includes(name)) {
      names.push(name);
    }
  }
  return names.sort();
}
`,
    mistake: { defect: "slow growth", lines: ['if (name !== "" && !names.includes(name)) {'] },
  },
  {
    name: "debounce, right",
    language: "javascript",
    code: `export function debounce(work, ms) {
  let timer;
  const debounced = (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => work(...args), ms);
  };
  debounced.cancel = () => clearTimeout(timer);
  return debounced;
}
`,
    mistake: null,
  },
];
