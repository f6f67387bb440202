import { presenceSentences, type Present } from './presence-words.ts';
import classes from './presence-line.module.css';

/** Who else of the team is here, and what they are about to say. */
export function PresenceLine({ people }: { people: readonly Present[] }) {
  const { viewing, writing } = presenceSentences(people);
  return (
    <p className={classes.line} role="status" aria-label="Who else is here">
      {viewing === null ? null : <span className={classes.viewing}>{viewing}</span>}
      {writing.map((sentence) => (
        <span key={sentence} className={classes.writing}>
          {sentence}
        </span>
      ))}
    </p>
  );
}
