import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import { useMutation } from 'urql';
import { errorSentence } from '../../app/live/error-code.ts';
import { ErrorLine } from '../../design/states.tsx';
import { MakeCommentInternalDocument } from '../../gql/graphql.ts';

/** Asks before a public comment becomes internal, because that is for good. */
export function MakeInternal({ commentId, opened, close }: { commentId: string; opened: boolean; close: () => void }) {
  const [{ fetching }, run] = useMutation(MakeCommentInternalDocument);
  const [error, setError] = useState<string | null>(null);
  const confirm = async () => {
    const result = await run({ input: { commentId } });
    const refused = result.data?.makeCommentInternal.errors[0]?.message ?? errorSentence(result.error) ?? null;
    setError(refused);
    if (refused === null) close();
  };
  return (
    <Modal
      opened={opened}
      onClose={close}
      title="Make this comment internal?"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <p>
        Customers no longer see it in the help center or by any other way into the desk. Mails that were sent stay where
        they are. It stays internal for good: it cannot be made public again.
      </p>
      <ErrorLine>{error}</ErrorLine>
      <div style={{ display: 'flex', gap: 8, justifyContent: 'flex-end', marginTop: 16 }}>
        <Button variant="default" onClick={close}>
          Keep it public
        </Button>
        <Button color="red" loading={fetching} onClick={() => void confirm()}>
          Make internal
        </Button>
      </div>
    </Modal>
  );
}
