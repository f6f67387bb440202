export { resolveWarning } from './resolve-warning.ts';
