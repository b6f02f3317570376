/**
 * A new, empty file of one account that a second one edits too.
 * @param {string} url of the server
 * @returns {Promise<{ fileId: number, writer: string, reader: string }>} with their tokens
 */
export async function makeSharedFile(url) {
  const name = crypto.randomUUID().slice(0, 8);
  const writer = await signUp(url, `writer-${name}`);
  const reader = await signUp(url, `reader-${name}`);
  const file = await post(url, "/files", { name: "long.tex", content: "" }, writer);
  const invite = await post(url, `/files/${file.id}/invite`, { role: "collaborator" }, writer);
  await post(url, `/invites/${invite.token}/accept`, {}, reader);
  return { fileId: file.id, writer, reader };
}

/**
 * @param {string} url
 * @param {string} username
 * @returns {Promise<string>} its token
 */
async function signUp(url, username) {
  const account = { email: `${username}@example.com`, username, password: "correct horse battery" };
  await post(url, "/auth/register", account);
  return (await post(url, "/auth/login", account)).access_token;
}

/**
 * @param {string} url
 * @param {string} call
 * @param {object} body
 * @param {string} [token]
 */
async function post(url, call, body, token) {
  const response = await fetch(`${url}/api/v1${call}`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${call} answered ${response.status}`);
  return response.json();
}
