import { useCallback, useEffect, useRef, useState } from 'react';
import { Provider } from 'urql';
import { Trouble, Waiting } from '../design/states.tsx';
import { DeskDocument, ViewerDocument } from '../gql/graphql.ts';
import { SignInPage } from '../features/sign-in/sign-in-page.tsx';
import { openDesk } from './desk-client.ts';
import { Frame } from './frame.tsx';
import { DeskEventsProvider } from './live/desk-events.tsx';
import { errorCode, errorSentence } from './live/error-code.ts';
import { signOut } from './session.ts';
import { SignedContext, type Signed } from './viewer.ts';

type Gate =
  | { state: 'asking' }
  | { state: 'out' }
  | { state: 'trouble'; why: string }
  | { state: 'in'; signed: Signed };

/** Finds out who is signed in, and shows the desk or the way into it. */
export function App() {
  const [gate, setGate] = useState<Gate>({ state: 'asking' });
  const open = useRef<Signed['desk'] | null>(null);

  const enter = useCallback(async () => {
    open.current?.close();
    // Whoever was signed out from elsewhere is asked again; a session that only moved on comes straight back.
    const desk = openDesk(() => open.current === desk && void enter());
    open.current = desk;
    const options = { requestPolicy: 'network-only' } as const;
    const who = await desk.client.query(ViewerDocument, {}, options);
    if (open.current !== desk) return;
    const viewer = who.data?.viewer ?? null;
    if (viewer === null) {
      const out = who.error === undefined || errorCode(who.error) === 'UNAUTHENTICATED';
      setGate(out ? { state: 'out' } : { state: 'trouble', why: errorSentence(who.error) ?? '' });
      return;
    }
    const about = await desk.client.query(DeskDocument, {}, options);
    if (open.current !== desk) return;
    if (!about.data) return setGate({ state: 'trouble', why: errorSentence(about.error) ?? '' });
    const { departments, eventCursor } = about.data;
    const leave = () => void signOut().then(enter);
    setGate({ state: 'in', signed: { viewer, departments, cursor: eventCursor, desk, leave } });
  }, []);

  useEffect(() => void enter(), [enter]);

  if (gate.state === 'asking') return <Waiting label="Opening the desk" rows={3} />;
  if (gate.state === 'trouble')
    return <Trouble what="The desk could not be opened" why={gate.why} again={() => void enter()} />;
  if (gate.state === 'out') return <SignInPage entered={enter} />;
  return (
    <Provider value={gate.signed.desk.client}>
      <SignedContext value={gate.signed}>
        <DeskEventsProvider key={gate.signed.cursor}>
          <Frame />
        </DeskEventsProvider>
      </SignedContext>
    </Provider>
  );
}
