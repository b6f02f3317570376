/** What any route handler costs: it reads the request's body and answers bytes that it has ready. */

const KEY = Symbol.for("tandem.bench");

/**
 * @param {Request} request
 * @param {{ params: Promise<{ name: string }> }} context
 */
async function answer(request, { params }) {
  const { name } = await params;
  if (request.body !== null) await request.text();
  return new Response(globalThis[KEY].bodies.get(name), {
    headers: { "content-type": "application/json; charset=utf-8" },
  });
}

export { answer as GET, answer as POST, answer as PUT };
