import { EventEmitter } from "node:events";
import { readFile } from "node:fs/promises";

export class Queue extends EventEmitter {
  #waiting = [];
  #running = 0;

  constructor({ concurrency = 2 } = {}) {
    super();
    this.concurrency = concurrency;
  }

  push(task) {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ task, resolve, reject });
      this.#next();
    });
  }

  #next() {
    while (this.#running < this.concurrency && this.#waiting.length > 0) {
      const { task, resolve, reject } = this.#waiting.shift();
      this.#running += 1;
      Promise.resolve()
        .then(task)
        .then(resolve, reject)
        .finally(() => {
          this.#running -= 1;
          this.#next();
        });
    }
    if (this.#running === 0) this.emit("idle");
  }
}

export async function wordCounts(paths) {
  const queue = new Queue({ concurrency: 4 });
  const texts = await Promise.all(paths.map((path) => queue.push(() => readFile(path, "utf8"))));
  const counts = new Map();
  for (const text of texts) {
    for (const [word] of text.matchAll(/\p{L}+/gu)) {
      counts.set(word, (counts.get(word) ?? 0) + 1);
    }
  }
  return [...counts].sort(([, a], [, b]) => b - a);
}
