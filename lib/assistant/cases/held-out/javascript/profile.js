const form = document.querySelector("form");
const defaults = { theme: "light", size: 12, theme: "dark" };

async function load(id) {
  const response = await fetch(`/users/${id}`);
  const user = response.json();
  return user.name;
}

function show(name) {
  const limit = 20;
  if (name.length > limit) {
    limit = name.length;
  }
  document.querySelector("#name").innerHTML = "<b>" + name + "</b>";
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (typeof event.target.id.value === "strnig") {
    show(await load(event.target.id.value));
  }
  console.log(defualts.theme);
});
