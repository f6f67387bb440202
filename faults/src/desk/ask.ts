export type Asker = { url: string; token: string };

/** One request to the API, and the root field that it asks for. @throws for any error of the API, and for no answer */
export async function ask<T>({ url, token }: Asker, query: string, variables: Record<string, unknown>): Promise<T> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
    signal: AbortSignal.timeout(30_000),
  });
  const answer = (await response.json()) as { data?: Record<string, T & { errors?: unknown[] }>; errors?: unknown[] };
  const [field] = Object.values(answer.data ?? {});
  const errors = answer.errors ?? field?.errors ?? [];
  if (!field || errors.length > 0) throw new Error(`The API answered ${response.status}: ${JSON.stringify(errors)}`);
  return field;
}
