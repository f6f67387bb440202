import type { Role } from '@copydesk/rules';

export type DemoAccount = { name: string; email: string; password: string; role: Role; departments: string[] };

const password = 'copydesk-demo';

/** Whom a visitor of the demo may sign in as. */
export const demoAccounts: readonly DemoAccount[] = [
  { name: 'Ada Lind', email: 'ada@desk.example.com', password, role: 'ADMIN', departments: ['claims', 'billing'] },
  { name: 'Ben Okoro', email: 'ben@desk.example.com', password, role: 'AGENT', departments: ['claims'] },
  { name: 'Fay Moreau', email: 'fay@desk.example.com', password, role: 'AGENT', departments: ['claims', 'billing'] },
  { name: 'Lee Tanaka', email: 'lee@desk.example.com', password, role: 'LIGHT_AGENT', departments: ['claims'] },
];
