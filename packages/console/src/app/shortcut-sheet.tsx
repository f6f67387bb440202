import { Modal } from '@mantine/core';
import classes from './shortcut-sheet.module.css';

const KEYS: readonly (readonly [title: string, keys: readonly (readonly [string, string])[]])[] = [
  [
    'List',
    [
      ['j  k', 'Next, previous ticket'],
      ['o  ↵', 'Open it'],
      ['/', 'Filter the list, or go to a number'],
      ['Esc', 'Back to the list'],
    ],
  ],
  [
    'Ticket',
    [
      ['r', 'Public reply'],
      ['n', 'Internal note'],
      ['c', 'Add a CC to the reply'],
      ['⌘ ↵', 'Send'],
      ['f', 'Follow or stop following'],
      ['a', 'Assign'],
      ['s', 'Status'],
      ['p', 'Priority'],
      ['t', 'Tags'],
    ],
  ],
  [
    'Everywhere',
    [
      ['N', 'New ticket'],
      ['⌘ K', 'Everything: people, places, what can be done'],
      ['?', 'This sheet'],
    ],
  ],
];

/** All keys on one sheet. */
export function ShortcutSheet({ opened, close }: { opened: boolean; close: () => void }) {
  return (
    <Modal opened={opened} onClose={close} title="Keys" size="lg" closeButtonProps={{ 'aria-label': 'Close' }}>
      <div className={classes.sheet}>
        {KEYS.map(([title, keys]) => (
          <section key={title}>
            <h3>{title}</h3>
            <dl>
              {keys.map(([key, means]) => (
                <div key={key}>
                  <dt>
                    {key.split(/ +/u).map((each) => (
                      <kbd key={each}>{each}</kbd>
                    ))}
                  </dt>
                  <dd>{means}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
