import { useEffect, useState } from "react";

const KEY = "todos";

function read() {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? "[]");
  } catch {
    return [];
  }
}

export function TodoList() {
  const [todos, setTodos] = useState(read);
  const [text, setText] = useState("");

  useEffect(() => {
    localStorage.setItem(KEY, JSON.stringify(todos));
  }, [todos]);

  function add(event) {
    event.preventDefault();
    const title = text.trim();
    if (title === "") return;
    setTodos((current) => [...current, { id: crypto.randomUUID(), title, done: false }]);
    setText("");
  }

  function toggle(id) {
    setTodos((current) => current.map((todo) => (todo.id === id ? { ...todo, done: !todo.done } : todo)));
  }

  return (
    <form onSubmit={add}>
      <input value={text} onChange={(event) => setText(event.target.value)} />
      <ul>
        {todos.map((todo) => (
          <li key={todo.id}>
            <input type="checkbox" checked={todo.done} onChange={() => toggle(todo.id)} />
            {todo.title}
          </li>
        ))}
      </ul>
    </form>
  );
}
