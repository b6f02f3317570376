interface User {
  id: number;
  name: string;
  email?: string;
}

const users: User[] = [];

function find(id: number): User | undefined {
  return users.find((user) => user.id === id);
}

export function domain(id: number): string {
  const user = find(id);
  return user.email.split("@")[1];
}

export function rename(id: number, name: string): boolean {
  const user = find(id);
  if (user) {
    user.nmae = name;
    return true;
  }
}

export async function save(user: User): Promise<void> {
  await fetch("/users", { method: "POST", body: JSON.stringify(user) });
}

export function saveAll(): void {
  users.forEach(async (user) => {
    await save(user);
  });
  save(users[0]);
}
