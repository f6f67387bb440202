export type DemoAccount = { name: string; email: string; password: string; role: string };

/** Signs in; null when it worked, else a sentence that says what to do. */
export async function signIn(email: string, password: string): Promise<string | null> {
  try {
    const response = await fetch('/api/auth/sign-in/email', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password }),
    });
    if (response.ok) return null;
    if (response.status === 429) return 'Too many attempts. Wait a minute, then try again.';
    if (response.status >= 500) return 'The desk could not check the password just now. Try again in a moment.';
    return 'That address and password do not belong together. Check both, or ask an admin for a new password.';
  } catch {
    return 'The desk does not answer. Check the connection and try again.';
  }
}

export async function signOut(): Promise<void> {
  await fetch('/api/auth/sign-out', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  }).catch(() => undefined);
}

/** The sign-ins of a demo desk; none on any other. */
export async function demoAccounts(): Promise<DemoAccount[]> {
  try {
    const response = await fetch('/demo');
    if (!response.ok || !response.headers.get('content-type')?.includes('json')) return [];
    const accounts: unknown = await response.json();
    return Array.isArray(accounts) ? (accounts as DemoAccount[]) : [];
  } catch {
    return [];
  }
}
