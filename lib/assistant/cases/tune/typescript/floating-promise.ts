interface Mailer {
  send(address: string, text: string): Promise<void>;
}

export class Newsletter {
  readonly #addresses = new Set<string>();

  constructor(private readonly mailer: Mailer) {}

  subscribe(address: string): void {
    this.#addresses.add(address.toLowerCase());
  }

  async publish(text: string): Promise<number> {
    for (const address of this.#addresses) {
      this.mailer.send(address, text);
    }
    return this.#addresses.size;
  }
}
