import { useEffect, useMemo, useReducer, useState } from 'react';
import { Provider } from 'urql';
import { Trouble, Waiting } from '../design/states.tsx';
import { DeskDocument, ViewerDocument } from '../gql/graphql.ts';
import { SignInPage } from '../features/sign-in/sign-in-page.tsx';
import { openDesk, type Desk } from './desk-client.ts';
import { Frame } from './frame.tsx';
import { DeskEventsProvider } from './live/desk-events.tsx';
import { errorCode, errorSentence } from './live/error-code.ts';
import { signOut } from './session.ts';
import { SignedContext, type Signed } from './viewer.ts';

type Gate =
  | { state: 'asking' }
  | { state: 'out' }
  | { state: 'trouble'; why: string }
  | { state: 'in'; signed: Omit<Signed, 'leave' | 'renew'> };

async function whoIsThere(desk: Desk): Promise<Gate> {
  const options = { requestPolicy: 'network-only' } as const;
  const who = await desk.client.query(ViewerDocument, {}, options);
  const viewer = who.data?.viewer ?? null;
  if (viewer === null) {
    const out = who.error === undefined || errorCode(who.error) === 'UNAUTHENTICATED';
    return out ? { state: 'out' } : { state: 'trouble', why: errorSentence(who.error) ?? '' };
  }
  const about = await desk.client.query(DeskDocument, {}, options);
  if (!about.data) return { state: 'trouble', why: errorSentence(about.error) ?? '' };
  const { departments, eventCursor } = about.data;
  return { state: 'in', signed: { viewer, departments, cursor: eventCursor, desk } };
}

/** The same, with the departments as they are now; null when they could not be read. */
async function departmentsNow<S extends Omit<Signed, 'leave' | 'renew'>>(signed: S): Promise<S | null> {
  const { data } = await signed.desk.client.query(DeskDocument, {}, { requestPolicy: 'network-only' });
  return data ? { ...signed, departments: data.departments } : null;
}

/** Finds out who is signed in, and shows the desk or the way into it. */
export function App() {
  const [gate, setGate] = useState<Gate>({ state: 'asking' });
  // Whoever was signed out from elsewhere is asked again; a session that only moved on comes straight back.
  const [round, enter] = useReducer((n: number) => n + 1, 0);

  useEffect(() => {
    let isOpen = true;
    const desk = openDesk(() => isOpen && enter());
    void whoIsThere(desk).then((found) => isOpen && setGate(found));
    return () => {
      isOpen = false;
      desk.close();
    };
  }, [round]);

  const signed = useMemo<Signed | null>(
    () =>
      gate.state === 'in'
        ? {
            ...gate.signed,
            renew: () => void departmentsNow(gate.signed).then((signed) => signed && setGate({ state: 'in', signed })),
            leave: () => void signOut().then(enter),
          }
        : null,
    [gate],
  );

  if (gate.state === 'asking') return <Waiting label="Opening the desk" rows={3} />;
  if (gate.state === 'trouble') return <Trouble what="The desk could not be opened" why={gate.why} again={enter} />;
  if (gate.state === 'out') return <SignInPage entered={async () => enter()} />;
  return (
    <Provider value={gate.signed.desk.client}>
      <SignedContext value={signed}>
        <DeskEventsProvider key={gate.signed.cursor}>
          <Frame />
        </DeskEventsProvider>
      </SignedContext>
    </Provider>
  );
}
