interface Account {
  id: string;
  roles: string[];
}

const accounts = new Map<string, Account>();

async function isAdmin(id: string): Promise<boolean> {
  await Promise.resolve();
  return accounts.get(id)?.roles.includes("admin") ?? false;
}

export async function remove(actor: string, id: string): Promise<void> {
  if (!isAdmin(actor)) {
    throw new Error("only administrators may remove accounts");
  }
  accounts.delete(id);
}
