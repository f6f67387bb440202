import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { demoAccounts, signIn, type DemoAccount } from '../../app/session.ts';
import { ErrorLine } from '../../design/states.tsx';
import classes from './sign-in-page.module.css';

/** The team's way in. On a demo desk one click comes in as one of its people. */
export function SignInPage({ entered }: { entered: () => Promise<void> }) {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const [demo, setDemo] = useState<DemoAccount[]>([]);
  useEffect(() => void demoAccounts().then(setDemo), []);
  useEffect(() => void (document.title = 'Sign in · Copydesk'), []);

  const submit = async (as: { email: string; password: string }) => {
    setBusy(true);
    const refused = await signIn(as.email.trim(), as.password);
    setError(refused);
    if (refused === null) await entered();
    setBusy(false);
  };

  return (
    <main className={classes.page}>
      <div className={classes.card}>
        <h1 className={classes.title}>Copydesk</h1>
        <p className={classes.lead}>Who sees what, always on screen.</p>
        <form
          className={classes.form}
          aria-label="Sign in"
          onSubmit={(event) => {
            event.preventDefault();
            void submit({ email, password });
          }}
        >
          <TextInput
            label="Address"
            type="email"
            autoComplete="username"
            required
            withAsterisk={false}
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <PasswordInput
            label="Password"
            autoComplete="current-password"
            required
            withAsterisk={false}
            value={password}
            visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the password' }}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <ErrorLine>{error}</ErrorLine>
          <Button type="submit" size="sm" loading={busy}>
            Sign in
          </Button>
        </form>
        {demo.length === 0 ? null : (
          <section aria-label="Demo sign-ins" className={classes.demo}>
            <p>This is a demo desk. Come in as one of its people:</p>
            <ul>
              {demo.map((account) => (
                <li key={account.email}>
                  <button
                    type="button"
                    className={classes.account}
                    disabled={busy}
                    onClick={() => {
                      setEmail(account.email);
                      setPassword(account.password);
                      void submit(account);
                    }}
                  >
                    <b>{account.name}</b> <span>{account.role.toLowerCase().replaceAll('_', ' ')}</span>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
    </main>
  );
}
