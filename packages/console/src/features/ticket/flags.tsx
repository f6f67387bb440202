import type { CommentFlag, CommentPartsFragment } from '../../gql/graphql.ts';
import classes from './flags.module.css';

const FLAG: Readonly<Record<CommentFlag, { word: string; means: string } | null>> = {
  AUTOMATIC: { word: 'Automatic reply', means: 'Made by a machine; it changed nothing and was answered by nobody.' },
  MADE_INTERNAL: { word: 'Made internal', means: 'Was public until an agent made it internal.' },
  PASSED_ON: { word: 'Passed on', means: 'An agent passed it on (forwarded it) in the author’s name.' },
  REPLY_TO_DIFFERS: { word: 'Reply-To differs', means: 'From and Reply-To name different people; the author is From.' },
  THIRD_PARTY: null,
  UNVERIFIED_SENDER: {
    word: 'Unverified sender',
    means: 'Nothing proves who sent it, and something speaks against it.',
  },
};

/** What is special about a comment. Third party has its own label. */
export function Flags({ flags }: { flags: readonly CommentFlag[] }) {
  return flags.map((flag) => {
    const words = FLAG[flag];
    return words === null ? null : (
      <span key={flag} className={classes.flag} title={words.means}>
        {words.word}
      </span>
    );
  });
}

/** Everybody a mail named who was not copied, with the reason: nobody is dropped silently. */
export function NotCopied({ people }: { people: CommentPartsFragment['notCopied'] }) {
  if (people.length === 0) return null;
  return (
    <details className={classes.notCopied} open={people.length <= 3}>
      <summary>Not copied: {people.length}</summary>
      <ul>
        {people.map((person) => (
          <li key={person.address}>
            <b>{person.address}</b> {person.sentence}
          </li>
        ))}
      </ul>
    </details>
  );
}
