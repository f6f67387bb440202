import { Menu, Tooltip, UnstyledButton, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import {
  IconAdjustments,
  IconInbox,
  IconKeyboard,
  IconMailExclamation,
  IconPlus,
  IconSearch,
  IconSend,
  IconUserCircle,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import { Link, useLocation } from 'wouter';
import { ROLE_WORD } from '../design/words.ts';
import { mayOpenTickets, newTicketDoor } from '../features/tickets/new-ticket-door.ts';
import { chooseContrast, useContrast } from './appearance.ts';
import classes from './rail.module.css';
import { spotlight } from './spotlight.tsx';
import { useSigned } from './viewer.ts';

type Place = { path: string; under: string; word: string; icon: ComponentType<{ size?: number }> };

const DESK: Place = { path: '/views/mine', under: '/views', word: 'Desk', icon: IconInbox };
const MESSAGES: Place = { path: '/messages', under: '/messages', word: 'Suspended mail', icon: IconMailExclamation };
const SENT: Place = { path: '/sent', under: '/sent', word: 'Sent mail', icon: IconSend };
const ADMIN: Place = { path: '/admin/departments', under: '/admin', word: 'Admin', icon: IconAdjustments };

/** The places of the console, and who one is in it. */
export function Rail({ help }: { help: () => void }) {
  const { viewer, departments } = useSigned();
  const [at] = useLocation();
  const places = viewer.role === 'ADMIN' ? [DESK, MESSAGES, SENT, ADMIN] : [DESK, MESSAGES, SENT];
  return (
    <nav className={classes.rail} aria-label="Places">
      {places.map(({ path, under, word, icon: Icon }) => (
        <Tooltip key={path} label={word} position="right">
          <Link
            href={path}
            className={classes.place}
            aria-label={word}
            aria-current={at.startsWith(under) ? 'page' : undefined}
          >
            <Icon size={20} aria-hidden />
          </Link>
        </Tooltip>
      ))}
      {mayOpenTickets({ viewer, departments }) ? (
        <Tooltip label="New ticket  N" position="right">
          <UnstyledButton className={classes.place} aria-label="New ticket" onClick={() => newTicketDoor.tell(null)}>
            <IconPlus size={20} aria-hidden />
          </UnstyledButton>
        </Tooltip>
      ) : null}
      <span className={classes.grow} />
      <Tooltip label="Everything  ⌘K" position="right">
        <UnstyledButton className={classes.place} aria-label="Find everything" onClick={spotlight.open}>
          <IconSearch size={20} aria-hidden />
        </UnstyledButton>
      </Tooltip>
      <span className={classes.wide}>
        <Tooltip label="Keys  ?" position="right">
          <UnstyledButton className={classes.place} aria-label="Keys" onClick={help}>
            <IconKeyboard size={20} aria-hidden />
          </UnstyledButton>
        </Tooltip>
      </span>
      <You />
    </nav>
  );
}

const SCHEMES: readonly { scheme: MantineColorScheme; word: string }[] = [
  { scheme: 'auto', word: 'As the system' },
  { scheme: 'light', word: 'Light' },
  { scheme: 'dark', word: 'Dark' },
];

function You() {
  const { viewer, leave } = useSigned();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const contrast = useContrast();
  return (
    <Menu position="right-end" width={220}>
      <Menu.Target>
        <UnstyledButton className={classes.place} aria-label={`You: ${viewer.name}`}>
          <IconUserCircle size={22} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {viewer.name} · {ROLE_WORD[viewer.role]}
        </Menu.Label>
        {SCHEMES.map(({ scheme, word }) => (
          <Menu.Item
            key={scheme}
            onClick={() => setColorScheme(scheme)}
            aria-current={colorScheme === scheme || undefined}
          >
            {colorScheme === scheme ? '● ' : '○ '}
            {word}
          </Menu.Item>
        ))}
        <Menu.Item onClick={() => chooseContrast(contrast === 'more' ? 'system' : 'more')}>
          {contrast === 'more' ? '☑ ' : '☐ '}High contrast
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item onClick={leave}>Sign out</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
