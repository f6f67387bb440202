import EmailForwardParser from 'email-forward-parser';
import { canonicalAddress } from '@copydesk/rules';
import type { ForwardedMail } from './parsed-mail.ts';

/** The library's expressions take long over long texts; what somebody adds above a forward is shorter than this. */
const LONGEST = 40_000;

/**
 * Whose mail a forward passes on, and its text; null: it cannot be told. By email-forward-parser (Crisp's), which knows the
 * words of the mail programs in many languages.
 */
export function readForwarded(text: string, subject: string): ForwardedMail | null {
  const head = text.slice(0, LONGEST);
  const { forwarded, email, message } = new EmailForwardParser().read(head, subject);
  const address = canonicalAddress(email.from.address ?? '');
  if (!forwarded || !/^[^\s@<>(),;:"[\]\\]+@[^\s@<>(),;:"[\]\\]+\.[^\s@.]+$/u.test(address)) return null;
  const body = `${email.body ?? ''}${text.slice(LONGEST)}`.trim();
  if (body === '') return null;
  return { from: { name: email.from.name ?? '', address }, text: body, note: (message ?? '').trim() };
}
