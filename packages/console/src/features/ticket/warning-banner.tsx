import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useState } from 'react';
import { useMutation } from 'urql';
import { errorSentence } from '../../app/live/error-code.ts';
import { ErrorLine } from '../../design/states.tsx';
import { WARNING_WORD } from '../../design/words.ts';
import { ResolveWarningDocument, type WarningAction, type WarningPartsFragment } from '../../gql/graphql.ts';
import classes from './warning-banner.module.css';

type Look = 'filled' | 'default' | 'subtle';

const ACTIONS: readonly { action: WarningAction; word: string; look: Look; means: string }[] = [
  {
    action: 'ADD_AS_CC',
    word: 'Add as CC',
    look: 'filled',
    means: 'They become a CC of this ticket and get its public replies.',
  },
  {
    action: 'COPY_TO_PUBLIC',
    word: 'Copy to public',
    look: 'default',
    means: 'The text is added as a public reply by you.',
  },
  { action: 'DISMISS', word: 'Dismiss', look: 'subtle', means: 'Nothing else to do.' },
];

/** A domain to look at closely asks for nothing but that. */
const isOffered = ({ kind }: WarningPartsFragment, action: WarningAction) =>
  kind !== 'LOOKALIKE_DOMAIN' || action === 'DISMISS';

/** Somebody from outside wrote: what that means, and the things to do about it. */
export function WarningBanner({ warning, name }: { warning: WarningPartsFragment; name: string }) {
  const [{ fetching }, resolve] = useMutation(ResolveWarningDocument);
  const [error, setError] = useState<string | null>(null);
  const act = async (action: WarningAction) => {
    setError(null);
    const result = await resolve({ input: { warningId: warning.id, action } });
    setError(result.data?.resolveWarning.errors[0]?.message ?? errorSentence(result.error) ?? null);
  };
  return (
    <section className={classes.banner} data-kind={warning.kind} aria-label={`${WARNING_WORD[warning.kind]}: ${name}`}>
      <IconAlertTriangle size={16} aria-hidden />
      <div className={classes.words}>
        <p>
          <b>{WARNING_WORD[warning.kind]}.</b> {warning.message}
        </p>
        <div className={classes.actions}>
          {ACTIONS.filter(({ action }) => isOffered(warning, action)).map(({ action, word, look, means }) => (
            <Button
              key={action}
              variant={look}
              size="compact-sm"
              title={means}
              disabled={fetching}
              onClick={() => void act(action)}
            >
              {word}
            </Button>
          ))}
        </div>
        <ErrorLine>{error}</ErrorLine>
      </div>
    </section>
  );
}
