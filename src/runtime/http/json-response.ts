export function jsonResponse(body: object, headers: Record<string, string> = {}, status = 200): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });
}

/** Returns a response without a body. */
export function noContent(): Response {
  return new Response(null, { status: 204 });
}
