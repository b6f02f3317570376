interface User {
  id: number;
  name: string
  email?: string;
}

type Role = "admin" | "guest" | ;

export function label(user: User): string {
  return user.name + user.mail;
}

export function byId(users: User[], id: number): User {
  return users.find((user) => user.id === id);
}

export function greet(user: User, role: Role {
  return `${user.name} (${role})`;
}

export async function save(user: User): Promise<void> {
  store(user);
  const unused = 3;
}

async function store(user: User): Promise<void> {
  console.log(user.id);
}
