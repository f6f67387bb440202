import type { AuthStatus } from 'mailauth';
import type { AuthResult } from '@copydesk/rules';

const RESULTS: Partial<Record<AuthStatus['result'], AuthResult>> = {
  pass: 'pass',
  fail: 'fail',
  softfail: 'fail',
  permerror: 'fail',
  policy: 'fail',
  temperror: 'temperror',
  temperr: 'temperror',
};

/** The library's word for a result as ours; what is neither said nor known is `none`. */
export function resultOf(status: AuthStatus | undefined): AuthResult {
  return (status && RESULTS[status.result]) ?? 'none';
}
