/** Accounts and files of our server, made over REST as anybody would. */

const AT_ONCE = 10;

/**
 * A new, empty file of one account that a second one edits too.
 * @param {string} url of the server
 * @returns {Promise<{ fileId: number, writer: string, reader: string }>} with their tokens
 */
export async function makeSharedFile(url) {
  const [writer = "", reader = ""] = await makeAccounts(url, 2);
  const [fileId = Number.NaN] = await makeFiles(url, [writer, reader], 1);
  return { fileId, writer, reader };
}

/**
 * So many new accounts; answers their tokens.
 * @param {string} url
 * @param {number} count
 * @returns {Promise<string[]>}
 */
export function makeAccounts(url, count) {
  const name = crypto.randomUUID().slice(0, 8);
  return inTurns(count, (n) => signUp(url, `person-${name}-${n}`));
}

/**
 * So many files that all may edit, empty ones where nothing else is said; answers their ids.
 * @param {string} url
 * @param {string[]} tokens the first is the owner's
 * @param {number} count
 * @param {(n: number) => { name: string, content: string }} [fileOf]
 * @returns {Promise<number[]>}
 */
export function makeFiles(url, [owner, ...others], count, fileOf = emptyFile) {
  return inTurns(count, async (n) => {
    const file = await post(url, "/files", fileOf(n), owner);
    if (others.length === 0) return file.id;
    const invite = await post(url, `/files/${file.id}/invite`, { role: "collaborator" }, owner);
    for (const other of others) await post(url, `/invites/${invite.token}/accept`, {}, other);
    return file.id;
  });
}

const emptyFile = (/** @type {number} */ n) => ({ name: `file-${n}.tex`, content: "" });

/**
 * @template T
 * @param {number} count
 * @param {(n: number) => Promise<T>} make
 * @returns {Promise<T[]>}
 */
async function inTurns(count, make) {
  /** @type {T[]} */
  const made = [];
  while (made.length < count) {
    const group = Array.from({ length: Math.min(AT_ONCE, count - made.length) }, (_, n) =>
      make(made.length + n),
    );
    made.push(...(await Promise.all(group)));
  }
  return made;
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
